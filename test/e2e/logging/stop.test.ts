import { Chart } from 'cdk8s';
import { LogShipper, SidecarLoggedApp, WorkloadKind } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn, Mode } from '../support/examples';
import { numbersBehind, range } from '../support/lines';
import { BUSYBOX, loggingPod, STOPPED, TINY, writerThatDrains } from '../support/logging-pod';

const PODS = ['one', 'two', 'three', 'four', 'five'];

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`a deleted pod streams every line up to the last one of the app (${mode})`, async (namespace) => {
    const chart = new Chart(appIn(mode), 'stopped');
    PODS.forEach((name) => loggingPod(chart, name, writerThatDrains(), LogShipper.stream()));
    await namespace.apply(chart);
    await namespace.ready(PODS.length);
    const streams = PODS.map((name) => namespace.follow(name, 'logs'));
    await Promise.all(PODS.map((name) => namespace.logged(name, 'logs', '40 lines', (log) => numbersBehind('line', log).length > 40)));
    await namespace.deletePods(...PODS);
    const logs = await Promise.all(streams);
    const numbers = logs.map((log) => numbersBehind('line', log));
    expect(numbers).toEqual(logs.map((log) => range(1, Number(STOPPED.exec(log.toString())?.[2]))));
    const late = logs.map((log) => STOPPED.exec(log.toString())!).map(([, told, last]) => Number(last) - Number(told));
    return `${PODS.length} pods, ${numbers.flat().length} lines, none missing, ${Math.min(...late)} or more of them written after SIGTERM`;
  });
}

behaviour('a Job with a native log sidecar completes, and all its lines are shown', async (namespace) => {
  const last = 500;
  const chart = new Chart(appIn('native'), 'job');
  new SidecarLoggedApp(chart, 'Import', {
    workload: WorkloadKind.job({ metadata: { name: 'import' } }),
    image: BUSYBOX,
    command: ['sh', '-c', `for i in $(seq ${last}); do echo "line $i" >> /logs/app.log; done`],
    resources: TINY,
    logFiles: ['/logs/app.log'],
  });
  await namespace.apply(chart);
  const [pod] = await namespace.until('the Job is complete', async () => {
    const pods = await namespace.pods('job-name=import');
    return pods.length > 0 && pods.every(({ status }) => status.phase === 'Succeeded') && pods;
  });
  expect(numbersBehind('line', await namespace.logs(pod.metadata.name, 'logs'))).toEqual(range(1, last));
  return `lines 1 to ${last}`;
});
