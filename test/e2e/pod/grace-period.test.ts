import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, PodTimeline, Sidecar } from '../../../src';
import { behaviour } from '../support/behaviour';
import { kubectl } from '../support/kubectl';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { Namespace } from '../support/namespace';

/** Holds a pod that has ended until its statuses are read. */
const FINALIZER = 'pod-patterns.test/statuses';

const DRAIN_TIMES = { app: 8, shipper: 4, proxy: 3 };

/** How much longer than that a busy node may take, per container. */
const LATE = 3;

/** Ends by itself this long after SIGTERM, with the exit code 0. */
const draining = (seconds: number) => ({
  image: BUSYBOX,
  command: ['sh', '-c', `trap 'sleep ${seconds}; exit 0' TERM; while true; do sleep 3600 & wait $!; done`],
  resources: TINY,
});

/**
 * A pod whose app, shipper and proxy drain one after the other.
 *
 * @param late what is added to the drain time of each container when the grace period is computed
 * @param secondsLess what is taken off the computed grace period
 */
async function exitCodes(namespace: Namespace, late: number, secondsLess: number): Promise<{ [container: string]: number }> {
  const chart = chartIn('native', 'draining');
  const pod = new kplus.Pod(chart, 'pod', { metadata: { name: 'draining', finalizers: [FINALIZER] } });
  new AppContainer(pod, 'App', draining(DRAIN_TIMES.app));
  new Sidecar(pod, 'Proxy', draining(DRAIN_TIMES.proxy));
  new Sidecar(pod, 'Shipper', draining(DRAIN_TIMES.shipper));
  const drainTimes = Object.fromEntries(Object.entries(DRAIN_TIMES).map(([name, seconds]) => [name, Duration.seconds(seconds + late)]));
  const needed = PodTimeline.of(pod, { drainTimes }).neededGracePeriod.toSeconds();
  const [manifest] = chart.toJson();
  manifest.spec.terminationGracePeriodSeconds = needed - secondsLess;
  return exitCodesOf(namespace, manifest);
}

/** What the containers of a pod named draining end with when it is deleted. */
async function exitCodesOf(namespace: Namespace, manifest: object): Promise<{ [container: string]: number }> {
  await namespace.apply([manifest]);
  await namespace.ready('draining');
  await namespace.deletePods('draining');
  try {
    return await namespace.until('all containers have ended', async () => {
      const { status } = await namespace.pod('draining') as any;
      const all = [...status.initContainerStatuses, ...status.containerStatuses];
      return all.every(({ state }) => state.terminated) && Object.fromEntries(all.map(({ name, state }) => [name, state.terminated.exitCode]));
    });
  } finally {
    await kubectl(['patch', 'pod', 'draining', '-n', namespace.name, '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
  }
}

behaviour('containers that drain one after the other end by themselves within the grace period that the timeline computes', async (namespace) => {
  const codes = await exitCodes(namespace, LATE, 0);
  expect(codes).toEqual({ app: 0, shipper: 0, proxy: 0 });
  return JSON.stringify(codes);
});

behaviour('with a second less than the timeline computes, the last one to drain is killed', async (namespace) => {
  const codes = await exitCodes(namespace, 0, 1);
  expect(codes).toMatchObject({ app: 0, proxy: 137 });
  return JSON.stringify(codes);
});

behaviour('when the grace period is over, sidecars receive SIGTERM together, before what holds them has ended, and have time to end', async (namespace) => {
  const container = (name: string, atStop: string) => ({
    name,
    image: BUSYBOX,
    command: ['sh', '-c', `trap '${atStop}' TERM; while true; do sleep 3600 & wait $!; done`],
    volumeMounts: [{ name: 'told', mountPath: '/told' }],
  });
  const codes = await exitCodesOf(namespace, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'draining', finalizers: [FINALIZER] },
    spec: {
      terminationGracePeriodSeconds: 5,
      volumes: [{ name: 'told', emptyDir: {} }],
      initContainers: [
        { ...container('proxy', 'touch /told/proxy; exit 0'), restartPolicy: 'Always' },
        { ...container('shipper', 'until [ -e /told/proxy ]; do sleep 0.1; done; exit 0'), restartPolicy: 'Always' }, // before its turn has ended
      ],
      containers: [container('app', 'until [ -e /told/proxy ]; do sleep 0.1; done; sleep 3600')],
    },
  });
  expect(codes).toEqual({ proxy: 0, shipper: 0, app: 137 });
  return JSON.stringify(codes);
}, 'privileged');
