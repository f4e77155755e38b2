import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, InitStep, SafeRollout, SidecarLoggedApp, SidecarMode, WorkloadKind } from '../../src';
import { toSelector } from '../../src/rollout/commands';
import { describeProgram } from '../support/programs';
import { IMAGE } from '../support/workloads';

function runbook(workload: WorkloadKind, namespace?: string, more: (pod: kplus.AbstractPod) => void = () => {}): string {
  const chart = new Chart(new App(), 'shop', { namespace, disableResourceNameHashes: true });
  const web = new SidecarLoggedApp(chart, 'Web', { image: IMAGE, port: 8080, logFiles: ['/var/log/app/*.log'], workload });
  more(web.workload);
  return new SafeRollout(web.workload, 'Rollout').renderRunbook();
}

/** The commands of a runbook. */
function commandsOf(text: string): string {
  return Array.from(text.matchAll(/```sh\n([^]*?)```/g), ([, block]) => block).join('');
}

const deployment = () => WorkloadKind.deployment({ metadata: { name: 'web' } });

test('a runbook has the names of the workload, its containers and its ports', () => {
  const text = runbook(deployment(), 'shop', (pod) => {
    new InitStep(pod, 'Setup', { image: IMAGE });
    new AppContainer(pod, 'Second', { image: IMAGE, ports: [{ number: 80 }] });
  });
  expect(text).toContain('# Runbook: Deployment web\n');
  expect(text).toContain('| logs | native sidecar | - | 64Mi |\n| second | sidecar | 80 | 256Mi |\n| app | app | 8080 | 256Mi |');
  expect(commandsOf(text).split('\n')).toEqual(expect.arrayContaining([
    'kubectl -n shop rollout undo deployment/web',
    'kubectl -n shop logs "$POD" -c logs --tail=50',
    'kubectl -n shop logs "$POD" -c logs --tail=50 --previous # if it has restarted',
    'kubectl -n shop logs "$POD" -c setup --tail=50',
    'kubectl -n shop exec "$POD" -c app -- du -sh /var/log/app # needs du in the image',
    'kubectl -n shop port-forward "$POD" 8080 # app',
    'kubectl -n shop port-forward "$POD" 8080:80 # second',
    'kubectl -n shop get poddisruptionbudget shop-web-rollout-disruptionbudget',
  ]));
});

test('a runbook of a StatefulSet says to delete the broken pod', () => {
  const commands = commandsOf(runbook(WorkloadKind.statefulSet({ metadata: { name: 'db' } })));
  expect(commands).toContain('kubectl rollout undo statefulset/db\n');
  expect(commands).toContain('kubectl delete "$POD"\n');
});

test('a runbook has only what there is', () => {
  const chart = new Chart(new App(), 'shop');
  const web = new kplus.Deployment(chart, 'Web');
  new AppContainer(web, 'App', { image: IMAGE });
  const titles = Array.from(new SafeRollout(web, 'Rollout').renderRunbook().matchAll(/^## (.*)$/gm), ([, title]) => title);
  expect(titles).toEqual([
    'The rollout does not progress', 'Some containers of a pod are not ready', 'A container was killed for its memory',
    'A node cannot be drained, or there are too few pods',
  ]);
});

test('classic sidecars are sidecars too', () => {
  const chart = new Chart(new App(), 'shop');
  SidecarMode.CLASSIC.applyTo(chart);
  const web = new SidecarLoggedApp(chart, 'Web', { image: IMAGE, logFiles: ['/var/log/app/*.log'] });
  expect(new SafeRollout(web.workload, 'Rollout').renderRunbook()).toContain('| logs | sidecar | - | 64Mi |\n| app | app | - | 256Mi |');
});

test.each<[object, string]>([
  [{ matchLabels: { 'app': 'web', 'acme.example/tier': 'front' } }, 'app=web,acme.example/tier=front'],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }, { key: 'old', operator: 'DoesNotExist' }] }, 'app in (a,b),!old'],
  [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }, { key: 'on', operator: 'Exists' }] }, 'app=web,tier notin (x),on'],
])('the selector %j is %s for kubectl', (selector, text) => {
  expect(toSelector(selector)).toBe(text);
});

describeProgram('shellcheck', 'shellcheck', (shellcheck) => {
  test('finds nothing wrong with the commands of a runbook', () => {
    const text = commandsOf(runbook(deployment(), 'shop', (pod) => new InitStep(pod, 'Setup', { image: IMAGE })));
    const { stdout } = shellcheck.run(['--shell=sh', '-'], { input: text });
    expect(stdout).toBe('');
  });
});
