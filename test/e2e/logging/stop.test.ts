import { Duration } from 'cdk8s';
import { LogOutput, LogShipper, SidecarLoggedApp, WorkloadKind } from '../../../src';
import { behaviour } from '../support/behaviour';
import { DRAIN, DRAINED, drained, expectDrained } from '../support/draining-pod';
import { appIn, Mode } from '../support/examples';
import { numbersBehind, range } from '../support/lines';
import { BUSYBOX, chartIn, loggingPod } from '../support/logging-pod';
import { Namespace } from '../support/namespace';
import { received, Receiver } from '../support/receiver';

/** For how long a classic sidecar waits for its app, which may get to know later and then needs a second or more. */
const PATIENCE = Duration.seconds(15);

const PODS = ['one', 'two', 'three', 'four', 'five'];

async function start(namespace: Namespace, mode: Mode, shipper: LogShipper): Promise<void> {
  const chart = chartIn(mode, 'stopped');
  PODS.forEach((name) => loggingPod(chart, name, DRAIN, shipper));
  await namespace.apply(chart);
  await Promise.all(PODS.map((name) => namespace.ready(name)));
}

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`the plain stream (${mode}) of a deleted pod has every line up to the last one of the app`, async (namespace) => {
    await start(namespace, mode, LogShipper.stream(mode === 'classic' ? { stopDelay: PATIENCE } : {}));
    const streams = PODS.map((name) => namespace.follow(name, 'logs'));
    await Promise.all(PODS.map((name) => namespace.logged(name, 'logs', '40 lines', (log) => drained(log, name).numbers.length > 40)));
    await namespace.deletePods(...PODS);
    const logs = await Promise.all(streams);
    return expectDrained(Object.fromEntries(PODS.map((name, index) => [name, logs[index]])));
  });
}

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`the Collector (${mode}) of a deleted pod delivers every line up to the last one of the app`, async (namespace) => {
    await namespace.apply(new Receiver(appIn(mode)));
    await namespace.ready('receiver');
    await start(namespace, mode, LogShipper.openTelemetryCollector({
      outputs: [LogOutput.otlp({ url: 'http://receiver:4317' })],
      ...mode === 'classic' ? { stopDelay: PATIENCE } : {},
    }));
    const came = async () => received(namespace, DRAINED);
    await namespace.until('40 lines of each have come', async () => {
      const log = await came();
      return PODS.every((name) => drained(log, name).numbers.length > 40);
    });
    await namespace.deletePods(...PODS);
    await namespace.until('the pods are gone', async () => (await namespace.pods()).length === 1);
    return namespace.until('all lines of each have come', async () => { // several senders at a time: the last words may overtake others
      const log = await came();
      return expectDrained(Object.fromEntries(PODS.map((name) => [name, log])), true);
    });
  });
}

behaviour('a Job with a native log sidecar completes, and all its lines are shown', async (namespace) => {
  const last = 500;
  const chart = chartIn('native', 'job');
  new SidecarLoggedApp(chart, 'Import', {
    workload: WorkloadKind.job({ metadata: { name: 'import' } }),
    image: BUSYBOX,
    command: ['sh', '-c', `for i in $(seq ${last}); do echo "line $i" >> /logs/app.log; done`],
    logFiles: ['/logs/app.log'],
  });
  await namespace.apply(chart);
  await namespace.completed('import');
  const [pod] = await namespace.pods('job-name=import');
  expect(numbersBehind('line', await namespace.logs(pod.metadata.name, 'logs'))).toEqual(range(1, last));
  return `lines 1 to ${last}`;
});
