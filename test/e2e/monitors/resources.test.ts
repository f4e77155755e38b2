import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, AppContainerProps, ResourceMonitor, ResourceMonitorProps, SecurityBaseline } from '../../../src';
import { behaviour } from '../support/behaviour';
import { example } from '../support/examples';
import { chartIn, TINY } from '../support/logging-pod';
import { metricsOf } from '../support/metrics';
import { restarts } from '../support/namespace';
import { statsOf } from '../support/stats-summary';

const STRESS = 'polinux/stress:1.0.4';
const CPU = 'resource_monitor_cpu_seconds_total{container="app"}';
const MEMORY = 'resource_monitor_memory_bytes{container="app"}';
const TIME = 'resource_monitor_last_reading_timestamp_seconds{container="app"}';

/** A pod 'web' with the container 'app', watched by a native sidecar for each of the properties. */
function watchedPod(app: Partial<AppContainerProps>, ...monitors: ResourceMonitorProps[]): ReturnType<typeof chartIn> {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  const { container } = new AppContainer(pod, 'App', { image: STRESS, resources: TINY, ...app });
  monitors.forEach((props, index) => new ResourceMonitor(pod, `Monitor${index}`, { container, interval: Duration.seconds(2), resources: TINY, ...props }));
  return chart;
}

/** A counter, in seconds of CPU, at a time in seconds. */
type Sample = [time: number, value: number];

/** Keeps what a monitor serves, unless it is what it served before. */
function keep(samples: Sample[], metrics: { [name: string]: number }): void {
  if (metrics[CPU] && metrics[TIME] > (samples.at(-1)?.[0] ?? 0)) {
    samples.push([metrics[TIME], metrics[CPU]]);
  }
}

function valueAt(samples: Sample[], time: number): number {
  const next = samples.findIndex(([at]) => at >= time);
  const [[from, low], [to, high]] = [samples[next - 1], samples[next]];
  return low + (high - low) * (time - from) / (to - from);
}

function percentOff(ours: number, theirs: number): number {
  return Math.abs(ours - theirs) / theirs * 100;
}

behaviour('resource-monitor-demo agrees with the kubelet on the CPU of the same 60 s, and warns of it', async (namespace) => {
  const manifests = example('resource-monitor-demo');
  const [app] = manifests.find(({ kind }) => kind === 'Pod').spec.containers;
  app.resources = { ...app.resources, requests: { ...app.resources.requests, cpu: '50m' }, limits: { ...app.resources.limits, cpu: '50m' } }; // a busy node has that
  await namespace.apply(manifests);
  await namespace.ready('resource-monitor-demo');
  const ours: Sample[] = [];
  const kubelet: Sample[] = [];
  const [[from, low], [to, high]] = await namespace.until('there are 60 s of both', async () => {
    const metrics = await metricsOf(namespace, 'resource-monitor-demo', 'resource-monitor');
    const stats = await statsOf(namespace, 'resource-monitor-demo', 'app');
    keep(ours, metrics);
    const time = stats && Date.parse(stats.cpu.time) / 1000;
    if (time && ours.length > 0 && time > ours[0][0] && time > (kubelet.at(-1)?.[0] ?? 0)) {
      kubelet.push([time, stats.cpu.usageCoreNanoSeconds / 1e9]);
    }
    const last = kubelet.find(([at]) => at >= kubelet[0][0] + 60 && at <= ours.at(-1)![0]);
    return last && [kubelet[0], last];
  });
  const used = valueAt(ours, to) - valueAt(ours, from);
  expect(percentOff(used, high - low)).toBeLessThan(10);
  const log = await namespace.logged('resource-monitor-demo', 'resource-monitor', 'a warning', (text) => text.includes('WARNING: cpu'));
  const [warning] = /WARNING: cpu at \d+\.\d %, above 80 %/.exec(log)!;
  expect(log).toMatch(/^\S+Z watching container 'app' by its cgroup v[12]: cpu limit 0\.050 cores, memory limit 512\.0 MiB$/m);
  return `${used.toFixed(2)} s of CPU against ${(high - low).toFixed(2)} s in ${(to - from).toFixed(0)} s; ${warning}`;
});

behaviour('a resource monitor agrees with the kubelet on memory in steady use', async (namespace) => {
  await namespace.apply(watchedPod({
    command: ['stress', '--vm', '1', '--vm-bytes', '100M', '--vm-hang', '0'],
    resources: { ...TINY, memory: { request: Size.mebibytes(100), limit: Size.mebibytes(120) } },
  }, { warnAbove: { memory: 75 } }));
  await namespace.ready('web');
  const full = 100 * 1024 * 1024;
  const { time, workingSetBytes: theirs } = await namespace.until('the kubelet has seen the memory', async () => {
    const stats = await statsOf(namespace, 'web', 'app');
    return stats && stats.memory.workingSetBytes >= full && stats.memory;
  });
  const ours = await namespace.until('the monitor has looked after the kubelet', async () => {
    const metrics = await metricsOf(namespace, 'web', 'monitor0');
    return metrics[TIME] > Date.parse(time) / 1000 + 1 && metrics[MEMORY];
  });
  expect(percentOff(ours, theirs)).toBeLessThan(10);
  const log = await namespace.logged('web', 'monitor0', 'a warning', (text) => text.includes('WARNING: memory'));
  return `${ours} bytes against ${theirs}; ${/WARNING: memory.*/.exec(log)![0]}`;
});

behaviour('a resource monitor reads the cgroup with the app\'s user and group only, and says so otherwise', async (namespace) => {
  await namespace.apply(watchedPod(
    { image: 'nginx:1.29.4', command: ['sh', '-c', 'trap exit TERM; while :; do :; done'], security: SecurityBaseline.restricted({ user: 101 }) },
    { security: SecurityBaseline.restricted({ user: 101, group: 0 }) },
    {},
    { security: SecurityBaseline.restricted({ user: 1000 }) },
  ));
  await namespace.ready('web');
  const missing = (user: string) => `throttling, page cache and open files are missing, because only its user and group 101:101 may read its cgroup, and this runs as ${user}`;
  const sources = [missing('101:0'), 'by its cgroup v', missing('1000:1000')];
  await Promise.all(sources.map((source, number) => namespace.logged('web', `monitor${number}`, source, (text) => text.includes(source))));
  const samples: Sample[][] = [[], [], []];
  const counters = await namespace.until('all have read 5 s of CPU or more, at one time', async () => {
    const pages = await Promise.all(samples.map((_, number) => metricsOf(namespace, 'web', `monitor${number}`, 9199 + number)));
    samples.forEach((one, number) => keep(one, pages[number]));
    const time = Math.min(...samples.map((one) => one.at(-1)?.[0] ?? 0));
    const all = samples.every(([first]) => first?.[0] < time) && samples.map((one) => valueAt(one, time));
    return all && Math.min(...all) >= 5 && all;
  });
  expect(percentOff(counters[0], counters[1])).toBeLessThan(25);
  expect(percentOff(counters[2], counters[1])).toBeLessThan(25);
  return `cgroup ${counters[1].toFixed(2)} s of CPU, /proc ${counters[0].toFixed(2)} s and ${counters[2].toFixed(2)} s; ${sources[0]}`;
});

behaviour('a resource monitor starts over with a restarted app, whose processes it could stop', async (namespace) => {
  await namespace.apply(watchedPod({ command: ['stress', '--vm', '1', '--vm-bytes', '1M', '--vm-hang', '0'] }, {}));
  await namespace.ready('web');
  await namespace.logged('web', 'monitor0', 'figures', (text) => text.includes(' cores ('));
  await namespace.exec('web', 'monitor0', 'kill -9 $(pidof stress)');
  const log = await namespace.logged('web', 'monitor0', 'a new start', (text) => (text.match(/ by its cgroup /g)?.length ?? 0) >= 2);
  const count = await namespace.until('the kubelet has counted the restart', async () => restarts(await namespace.pod('web'), 'app') || undefined);
  expect(count).toBe(1);
  expect(restarts(await namespace.pod('web'), 'monitor0')).toBe(0);
  return log.match(/\S+Z (watching|container).*/g)!.join('; ');
});
