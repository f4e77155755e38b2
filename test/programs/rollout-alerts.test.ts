import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { stringify } from 'yaml';
import { AppContainer, InitStep, SafeRollout, Sidecar, SidecarMode, WaitFor, WaitTarget } from '../../src';
import { podNames } from '../../src/rollout/alert-rules';
import { describeProgram, Program } from '../support/programs';
import { IMAGE } from '../support/workloads';

const URL = 'https://acme.example/web';

/** A Deployment with the native sidecar 'logs', the classic sidecar 'old', a wait of 90 s, an init step and volumes; or a StatefulSet. */
function rulesOf(kind: 'Deployment' | 'StatefulSet'): any {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const metadata = { name: 'web' };
  const pod = kind === 'Deployment' ? new kplus.Deployment(chart, 'Web', { metadata }) : new kplus.StatefulSet(chart, 'Web', {
    metadata, service: new kplus.Service(chart, 'Peers', { clusterIP: 'None', ports: [{ port: 80 }] }),
  });
  const buffer = kplus.Volume.fromEmptyDir(chart, 'Buffer', 'buffer', { sizeLimit: Size.mebibytes(10) });
  const data = kplus.Volume.fromPersistentVolumeClaim(chart, 'Data', kplus.PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'web.data'), { name: 'data' });
  new Sidecar(pod, 'Logs', { image: IMAGE, volumeMounts: [{ path: '/buffer', volume: buffer }] });
  new Sidecar(pod, 'Old', { image: IMAGE, sidecarMode: SidecarMode.CLASSIC });
  new WaitFor(pod, 'Needs', { targets: [WaitTarget.tcp({ host: 'queue', port: 5672 })], timeout: Duration.seconds(90) });
  new InitStep(pod, 'Setup', { image: IMAGE });
  new AppContainer(pod, 'App', { image: IMAGE, volumeMounts: [{ path: '/data', volume: data }] });
  new SafeRollout(pod, 'Rollout', { alerts: {}, runbookUrl: URL, minReady: Duration.seconds(30) });
  return Testing.synth(chart).find((object) => object.kind === 'PrometheusRule').spec;
}

/** What promtool finds wrong; nothing if all is as expected. */
function failures(promtool: Program, spec: object, tests: object[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alerts-'));
  fs.writeFileSync(path.join(folder, 'rules.yaml'), stringify(spec));
  fs.writeFileSync(path.join(folder, 'tests.yaml'), stringify({ rule_files: ['rules.yaml'], evaluation_interval: '30s', tests }));
  const { status, stdout, stderr } = promtool.run(['test', 'rules', 'tests.yaml'], { cwd: folder });
  fs.rmSync(folder, { recursive: true });
  return status === 0 ? '' : stdout + stderr;
}

const POD = 'web-7d9c5bf4b8-x2k9p';

/** A series as kube-state-metrics gives it, of a container in namespace shop. */
const ksm = (metric: string, labels: { [name: string]: string }, values: string) => {
  const all = { instance: '10.0.0.7:8080', job: 'kube-state-metrics', namespace: 'shop', ...labels };
  return { series: `${metric}{${Object.entries(all).map(([name, value]) => `${name}="${value}"`).join(', ')}}`, values };
};
const ofPod = (metric: string, labels: object, values: string, pod = POD) => ksm(`kube_pod_${metric}`, { pod, uid: '1', ...labels }, values);

/** The containers or pods for which an alert fires. */
const fires = (alertname: string, eval_time: string, ...exp_labels: object[]) => ({ alertname, eval_time, exp_labels });

interface Case {
  readonly input_series: object[];
  readonly expected: ReturnType<typeof fires>[];
}

/** promtool wants labels and annotations in full: they are made of what the rule says. */
function toTest(spec: any, { input_series, expected }: Case): object {
  const expressions = expected.map(({ alertname, eval_time, exp_labels }) => ({
    expr: `count by (pod, container, persistentvolumeclaim, volume_name) (ALERTS{alertname="${alertname}", alertstate="firing", workload="web"})`,
    eval_time,
    exp_samples: exp_labels.map((labels) => ({
      labels: `{${Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(', ')}}`, value: 1,
    })),
  }));
  expect(expected.every(({ alertname }) => spec.groups[0].rules.some(({ alert }: any) => alert === alertname))).toBe(true);
  return { interval: '30s', input_series, promql_expr_test: expressions };
}

const here = (container: string) => ({ pod: POD, container });

describeProgram('promtool', 'promtool, with the rules of a rollout,', (promtool) => {
  const deployment = rulesOf('Deployment');
  const statefulSet = rulesOf('StatefulSet');

  const condition = (status: string, values: string, deploymentName = 'web') => (
    ksm('kube_deployment_status_condition', { deployment: deploymentName, condition: 'Progressing', status, reason: 'ProgressDeadlineExceeded' }, values));

  test.each<[string, Case]>([
    ['sees a Deployment that has passed its deadline, and no other one', {
      input_series: [condition('true', '1x4 0x20'), condition('false', '0x4 1x20'), condition('false', '1x20', 'other')],
      expected: [fires('RolloutStuck', '1m'), fires('RolloutStuck', '4m', {})],
    }],
    // The sabotage: the app is ready, the log sidecar crashes, the pod is not ready.
    ['sees a pod of which only the app is ready, after its start has had its time', {
      input_series: [
        ofPod('status_ready', { condition: 'false' }, '1x40'), ofPod('status_ready', { condition: 'true' }, '0x40'),
        ofPod('container_status_ready', { container: 'app' }, '1x40'), ofPod('init_container_status_ready', { container: 'logs' }, '0x40'),
        ofPod('init_container_status_ready', { container: 'needs' }, '1x40'),
      ],
      expected: [fires('PodPartiallyReady', '1m'), fires('PodPartiallyReady', '5m', { pod: POD })],
    }],
    ['sees a pod of which only a native sidecar is ready', {
      input_series: [
        ofPod('status_ready', { condition: 'false' }, '1x40'), ofPod('container_status_ready', { container: 'app' }, '0x40'),
        ofPod('init_container_status_ready', { container: 'logs' }, '1x40'),
      ],
      expected: [fires('PodPartiallyReady', '5m', { pod: POD })],
    }],
    ['sees no partial readiness in a ready pod, in one that still runs init containers, and in other workloads', {
      input_series: [
        ofPod('status_ready', { condition: 'false' }, '0x40'), ofPod('container_status_ready', { container: 'app' }, '1x40'),
        ofPod('status_ready', { condition: 'false' }, '1x40', 'web-7d9c5bf4b8-bbbbb'),
        ofPod('container_status_ready', { container: 'app' }, '0x40', 'web-7d9c5bf4b8-bbbbb'),
        ofPod('init_container_status_ready', { container: 'needs' }, '1x40', 'web-7d9c5bf4b8-bbbbb'),
        ofPod('status_ready', { condition: 'false' }, '1x40', 'web-api-7d9c5bf4b8-bbbbb'),
        ofPod('container_status_ready', { container: 'app' }, '1x40', 'web-api-7d9c5bf4b8-bbbbb'),
      ],
      expected: [fires('PodPartiallyReady', '15m')],
    }],
    ['sees sidecars that restart, native and classic, and neither the app nor one restart', {
      input_series: [
        ofPod('init_container_status_restarts_total', { container: 'logs' }, '0 1 2 2 3x30'),
        ofPod('container_status_restarts_total', { container: 'old' }, '0 0 1 2x30'),
        ofPod('container_status_restarts_total', { container: 'app' }, '0 1 2 3x30'),
        ofPod('init_container_status_restarts_total', { container: 'logs' }, '0 1x40', 'web-7d9c5bf4b8-bbbbb'),
      ],
      expected: [fires('SidecarRestarting', '30s'), fires('SidecarRestarting', '5m', here('logs'), here('old')), fires('SidecarRestarting', '30m')],
    }],
    ['sees an init container that fails again, and not the native sidecar', {
      input_series: [
        ofPod('init_container_status_restarts_total', { container: 'needs' }, '0 0 1 1 2x30'),
        ofPod('init_container_status_restarts_total', { container: 'logs' }, '0 0 1 1 2x30'),
      ],
      expected: [fires('InitContainerFailing', '1m'), fires('InitContainerFailing', '5m', here('needs'))],
    }],
    ['sees an init container that runs for longer than its timeout, each by its own', {
      input_series: ['needs', 'setup'].map((container) => ofPod('init_container_status_running', { container }, '1x40')),
      expected: [
        fires('InitContainerSlow', '2m'), fires('InitContainerSlow', '3m', here('needs')), fires('InitContainerSlow', '6m', here('needs'), here('setup')),
      ],
    }],
    ['sees containers that were killed for their memory, and not those of long ago or with other reasons', {
      input_series: [
        ofPod('container_status_last_terminated_reason', { container: 'app', reason: 'OOMKilled' }, '_x3 1x60'),
        ofPod('container_status_restarts_total', { container: 'app' }, '0x3 1x60'),
        ofPod('init_container_status_last_terminated_reason', { container: 'logs', reason: 'OOMKilled' }, '_x3 1x60'),
        ofPod('init_container_status_restarts_total', { container: 'logs' }, '0x3 1x60'),
        ofPod('container_status_last_terminated_reason', { container: 'old', reason: 'Error' }, '_x3 1x60'),
        ofPod('container_status_restarts_total', { container: 'old' }, '0x3 1x60'),
      ],
      expected: [
        fires('ContainerOutOfMemory', '1m'), fires('ContainerOutOfMemory', '5m', here('app'), here('logs')), fires('ContainerOutOfMemory', '25m'),
      ],
    }],
    ['sees an emptyDir and a claim that are nearly full, and no other ones', {
      input_series: [
        ...Object.entries({ buffer: '0+10x10', other: '100x10' }).map(([volume_name, values]) => (
          { series: `ephemeral_storage_container_volume_limit_percentage{pod_name="${POD}", pod_namespace="shop", container="logs", volume_name="${volume_name}"}`, values })),
        ...Object.entries({ 'web.data': '0+10x10', 'webXdata': '100x10' }).flatMap(([claim, values]) => [
          { series: `kubelet_volume_stats_used_bytes{namespace="shop", persistentvolumeclaim="${claim}"}`, values },
          { series: `kubelet_volume_stats_capacity_bytes{namespace="shop", persistentvolumeclaim="${claim}"}`, values: '100x10' },
        ]),
      ],
      expected: [
        fires('VolumeNearlyFull', '4m'), fires('VolumeNearlyFull', '5m', { container: 'logs', volume_name: 'buffer' }, { persistentvolumeclaim: 'web.data' }),
      ],
    }],
  ])('%s', (_, one) => {
    expect(failures(promtool, deployment, [toTest(deployment, one)])).toBe('');
  });

  const counts = (updated: string, ready: string) => [
    ksm('kube_statefulset_replicas', { statefulset: 'web' }, '3x60'),
    ksm('kube_statefulset_status_replicas_updated', { statefulset: 'web' }, updated),
    ksm('kube_statefulset_status_replicas_ready', { statefulset: 'web' }, ready),
  ];
  const deadline = 120 + 60 + 90 + 30; // two minutes, the init step, the wait, minReady

  test.each<[string, Case]>([
    ['that stops at its first pod', { input_series: counts('0x2 1x60', '3x2 2x60'), expected: [fires('RolloutStuck', '5m'), fires('RolloutStuck', '15m', {})] }],
    ['that stops at its last pod', { input_series: counts('0 1 2 3x60', '3x2 2x60'), expected: [fires('RolloutStuck', '15m', {})] }],
    ['and nothing where it goes on', { input_series: counts('0x10 1x10 2x10 3x30', '2x30 3x30'), expected: [fires('RolloutStuck', '8m'), fires('RolloutStuck', '25m')] }],
  ])('sees a StatefulSet %s', (_, one) => {
    expect(statefulSet.groups[0].rules[0].for).toBe(`${deadline}s`);
    expect(failures(promtool, statefulSet, [toTest(statefulSet, one)])).toBe('');
  });

  test('says in the alert what is wrong, and where the runbook is', () => {
    const exp_alerts = [{
      exp_labels: { severity: 'warning', workload: 'web', instance: '10.0.0.7:8080', job: 'kube-state-metrics', namespace: 'shop', uid: '1', ...here('logs') },
      exp_annotations: { summary: `Sidecar logs of pod ${POD} restarts again and again`, runbook_url: URL },
    }];
    expect(failures(promtool, deployment, [{
      interval: '30s',
      input_series: [ofPod('init_container_status_restarts_total', { container: 'logs' }, '0 1 2x30')],
      alert_rule_test: [{ eval_time: '5m', alertname: 'SidecarRestarting', exp_alerts }],
    }])).toBe('');
  });
});

describe('names of pods', () => {
  const fits = (kind: 'Deployment' | 'StatefulSet', name: string, pod: string) => new RegExp(`^(${podNames({ kind, name })})$`).test(pod);

  test.each<['Deployment' | 'StatefulSet', string, string, boolean]>([
    ['Deployment', 'web', 'web-7d9c5bf4b8-x2k9p', true],
    ['Deployment', 'web', 'web-api-7d9c5bf4b8-x2k9p', false],
    ['Deployment', 'web', 'web-api-x2k9p', false],
    ['Deployment', 'web', 'web-0', false],
    ['Deployment', 'w.b', 'wxb-7d9c5bf4b8-x2k9p', false],
    ['Deployment', 'x'.repeat(70), `${'x'.repeat(58)}x2k9p`, true],
    ['Deployment', 'x'.repeat(50), `${'x'.repeat(50)}-7d9c5bfx2k9p`, true],
    ['StatefulSet', 'web', 'web-12', true],
    ['StatefulSet', 'web', 'web-api-0', false],
  ])('of %s %s: %s fits %s', (kind, name, pod, expected) => {
    expect(fits(kind, name, pod)).toBe(expected);
  });
});
