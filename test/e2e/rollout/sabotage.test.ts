import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { SafeRollout, SidecarLoggedApp, WorkloadKind } from '../../../src';
import { required } from '../../support/programs';
import { behaviour } from '../support/behaviour';
import { answers, Client, curl } from '../support/client';
import { evict } from '../support/eviction';
import { appIn, Mode } from '../support/examples';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { isReady, Namespace, Pod } from '../support/namespace';

const DEADLINE = 45;

/** The manifests of two pods with a web server and a log sidecar. */
function shop(namespace: Namespace, mode: Mode, kind: 'deployment' | 'statefulSet' = 'deployment'): any[] {
  const chart = chartIn(mode, 'shop');
  const readiness = kplus.Probe.fromTcpSocket({ port: 8080, periodSeconds: Duration.seconds(1) });
  const web = new SidecarLoggedApp(chart, 'Web', {
    image: BUSYBOX,
    command: ['httpd', '-f', '-p', '8080', '-h', '/etc'],
    port: 8080,
    readiness,
    logFiles: ['/logs/app.log'],
    resources: TINY,
    service: { name: 'web' },
    workload: WorkloadKind[kind]({ metadata: { name: 'web', namespace: namespace.name }, replicas: 2 }),
  });
  new SafeRollout(web.workload, 'Rollout', {
    progressDeadline: kind === 'deployment' ? Duration.seconds(DEADLINE) : undefined, disruptionBudget: { name: 'web' }, runbookName: 'web-runbook',
  });
  return chart.toJson();
}

/** What people do to a log sidecar at the end of a long day. */
function sabotage(manifests: any[]): any[] {
  const { spec } = manifests.find(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind)).spec.template;
  const logs = [...spec.initContainers ?? [], ...spec.containers].find(({ name }: any) => name === 'logs');
  logs.command = ['sh', '-c', 'exec ship-the-logs --to=somewhere'];
  delete logs.args;
  return manifests;
}

async function progressing(namespace: Namespace): Promise<{ status: string; reason: string }> {
  const { status } = await namespace.read('deployments/web', 'apis/apps/v1');
  return status.conditions.find(({ type }: any) => type === 'Progressing');
}

async function webPods(namespace: Namespace): Promise<Pod[]> {
  return (await namespace.pods()).filter(({ metadata }) => metadata.name.startsWith('web-'));
}

interface Typed {
  readonly command: string;
  readonly status: number | null;
  readonly printed: string;
}

/** The commands of a runbook that end by themselves, each in a shell; `POD` is set by the first. */
function typeAll(runbook: string): Typed[] {
  const commands = Array.from(runbook.matchAll(/```sh\n([^]*?)```/g), ([, block]) => block.split('\n')).flat()
    .filter((command) => command !== '' && !/ (port-forward|undo|delete) /.test(command));
  const [setPod] = commands;
  expect(setPod).toMatch(/^POD=/);
  return commands.map((command) => {
    const { status, stdout, stderr } = required('sh').run(['-c', `${setPod}\n${command}`]);
    return { command, status, printed: stdout + stderr };
  });
}

async function runbookOf(namespace: Namespace): Promise<string> {
  return (await namespace.read('configmaps/web-runbook')).data['runbook.md'];
}

for (const mode of ['native', 'classic'] as Mode[]) {
  behaviour(`a log sidecar whose command crashes (${mode}) stops the rollout, old pods serve on, evictions go on, and undo heals it`, async (namespace) => {
    await namespace.apply(shop(namespace, mode));
    await Client.start(namespace, appIn(mode));
    await namespace.until('the rollout is complete', async () => (await progressing(namespace)).reason === 'NewReplicaSetAvailable');
    await answers(namespace, 'http://web:8080/passwd');
    const old = await webPods(namespace);
    const failed = typeAll(await runbookOf(namespace)).filter(({ status }) => status !== 0);
    expect(failed.filter(({ command }) => !/--previous|metrics-server/.test(command))).toEqual([]);

    await namespace.apply(sabotage(shop(namespace, mode)));
    const start = Date.now();
    await namespace.until('the Deployment reports failed progress', async () => (await progressing(namespace)).reason === 'ProgressDeadlineExceeded');
    const reported = Math.round((Date.now() - start) / 1000);

    const names = old.map(({ metadata }) => metadata.name);
    const isOld = ({ metadata }: Pod) => names.includes(metadata.name);
    // Each time that the kubelet sees the sidecar between its start and its end, the pod is Ready for a moment, and the rollout seems to progress.
    await namespace.until('the old pods are Ready and the new one is not', async () => {
      const pods = await webPods(namespace);
      return pods.filter(isOld).filter(isReady).length === 2 && String(pods.filter((pod) => !isOld(pod)).map(isReady)) === 'false';
    });
    expect(await curl(namespace, "--write-out '%{http_code}' --output /dev/null http://web:8080/passwd")).toBe('200');

    const runbook = await runbookOf(namespace);
    const typed = await namespace.until('the runbook shows the cause', async () => {
      const all = typeAll(runbook);
      const shown = (part: string) => all.filter(({ command }) => command.includes(part)).map(({ printed }) => printed).join();
      expect(shown('rollout status')).toContain('exceeded its progress deadline');
      // The app behind a native sidecar runs where the kubelet has seen the sidecar in the moment between its start and its end.
      expect(shown('-o wide')).toMatch(mode === 'native' ? /web-.* [01]\/2 +Init:/ : /web-.* 1\/2 /);
      expect(shown('.lastState.terminated.exitCode')).toMatch(/logs\t[1-9]\d*\t127\tError/);
      expect(shown('-c logs --tail')).toContain('ship-the-logs: not found'); // with or without --previous: one of them may just be gone
      expect(shown('get poddisruptionbudget')).toMatch(/web +N\/A +1 +1 /);
      return all;
    });

    // A drain takes the pod that crashes, and one of the others at a time: asked for both at once, before another pod is there.
    const broken = (await webPods(namespace)).find((pod) => !isOld(pod))!;
    expect(await evict(namespace, broken)).toBe('evicted');
    const evictions = await Promise.all(old.map((pod) => evict(namespace, pod)));
    expect(evictions.sort()).toEqual(['evicted', 'refused']);
    await namespace.until('another pod is there for the one that was evicted', async () => (await webPods(namespace)).filter(isReady).length === 2);

    const undo = runbook.split('\n').find((line) => line.includes('rollout undo'))!;
    required('sh').output(['-c', undo]);
    await namespace.until('the rollout is healed', async () => {
      const all = await webPods(namespace);
      return (await progressing(namespace)).status === 'True' && all.length === 2 && all.every(isReady);
    });
    return `failed progress was reported ${reported} s after the change (deadline ${DEADLINE} s); ${typed.length} commands of the runbook ran; `
      + `of two evictions one was refused; ${undo}`;
  });
}

behaviour('a StatefulSet stops at the first pod that crashes, and is healed by the commands of its runbook', async (namespace) => {
  await namespace.apply(shop(namespace, 'classic', 'statefulSet'));
  const states = (pods: Pod[]) => pods.map((pod) => `${pod.metadata.name} ${isReady(pod) ? 'Ready' : 'not Ready'}`);
  const are = (...expected: string[]) => namespace.until(`pods are ${expected.join()}`, async () => String(states(await webPods(namespace))) === String(expected));
  await are('web-0 Ready', 'web-1 Ready');
  await namespace.apply(sabotage(shop(namespace, 'classic', 'statefulSet')));
  await are('web-0 Ready', 'web-1 not Ready');

  const runbook = await runbookOf(namespace);
  const [setPod] = await namespace.until('the runbook shows the cause', async () => { // the old pod may be stopping still
    const typed = typeAll(runbook);
    return typed.some(({ printed }) => printed.includes('ship-the-logs: not found')) && typed;
  });
  const healing = runbook.split('\n').filter((line) => / (undo|delete) /.test(line));
  expect(healing).toHaveLength(2);
  for (const command of healing) {
    required('sh').output(['-c', `${setPod.command}\n${command}`]);
  }
  await are('web-0 Ready', 'web-1 Ready');
  return healing.join('; ');
});
