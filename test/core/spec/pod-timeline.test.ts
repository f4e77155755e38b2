import { App, Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { PodTimeline, PodTimelineOptions, SidecarLoggedApp } from '../../../src';

const sleep = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const script = (...command: string[]) => ({ lifecycle: { preStop: { exec: { command } } } });
const sidecar = (name: string, more: object = {}) => ({ name, restartPolicy: 'Always', ...more });
const timeline = (spec: object, options?: PodTimelineOptions) => PodTimeline.ofManifest(spec, options);

/** Who receives SIGTERM at which second, `+` where it may be later. */
const signals = (spec: object, options?: PodTimelineOptions) => timeline(spec, options).stops
  .map(({ container, signalAt, maybeLater }) => `${container} ${signalAt.toSeconds({ integral: false })}${maybeLater ? '+' : ''}`);

describe('containers start', () => {
  const starts = (spec: object) => timeline(spec).starts.map(({ container, after }) => `${container}: ${after}`);

  test('init containers one after the other, then the regular ones together', () => {
    expect(starts({ initContainers: [{ name: 'wait' }, { name: 'migrate' }], containers: [{ name: 'app' }, { name: 'classic' }] })).toEqual([
      'wait: the pod is on its node', "migrate: 'wait' has succeeded", "app: 'migrate' has succeeded", "classic: 'migrate' has succeeded",
    ]);
  });

  test('behind the postStart hook of a regular container before them', () => {
    const postStart = { lifecycle: { postStart: { exec: { command: ['wait-until-ready'] } } } };
    const { starts: [proxy, app, last] } = timeline({ containers: [{ name: 'proxy', ...postStart }, { name: 'app' }, { name: 'last', ...postStart }] });
    expect([proxy, app].map(({ holdsUntil }) => holdsUntil)).toEqual(["the postStart hook of 'proxy' has ended", undefined]);
    expect([app.after, last.after, last.holdsUntil]).toEqual(["the postStart hook of 'proxy' has ended", "the postStart hook of 'proxy' has ended", undefined]);
  });

  test.each<[string, object, string]>([
    ['a native sidecar whose process runs', {}, "the process of 'proxy' runs, ready or not"],
    ['a readiness probe holds nobody', { readinessProbe: { tcpSocket: { port: 80 } } }, "the process of 'proxy' runs, ready or not"],
    ['a postStart hook does', { lifecycle: { postStart: { exec: { command: ['true'] } } } }, "the postStart hook of 'proxy' has ended"],
    ['a startup probe does', { startupProbe: { tcpSocket: { port: 80 } } }, "the startup probe of 'proxy' has succeeded"],
    ['a startup probe and a postStart hook do', { startupProbe: {}, lifecycle: { postStart: { exec: { command: ['true'] } } } },
      "the postStart hook of 'proxy' has ended, and its startup probe has succeeded"],
  ])('after %s', (_, more, after) => {
    expect(starts({ initContainers: [sidecar('proxy', more)], containers: [{ name: 'app' }] })).toEqual(['proxy: the pod is on its node', `app: ${after}`]);
  });

  test.each<[object, number]>([
    [{ tcpSocket: { port: 80 } }, 30],
    [{ periodSeconds: 2, failureThreshold: 30, initialDelaySeconds: 5 }, 65],
  ])('a startup probe %j holds %i seconds at most', (startupProbe, seconds) => {
    const [proxy, app] = timeline({ initContainers: [sidecar('proxy', { startupProbe })], containers: [{ name: 'app', startupProbe }] }).starts;
    expect(proxy.holdsAtMost?.toSeconds()).toBe(seconds);
    expect(app.holdsAtMost).toBeUndefined();
  });
});

describe('SIGTERM comes', () => {
  test('to regular containers at once, each after its own preStop', () => {
    expect(signals({ containers: [{ name: 'app' }, { name: 'proxy', ...sleep(5) }] })).toEqual(['app 0', 'proxy 5']);
  });

  test('to native sidecars after all regular containers, the last one first', () => {
    const drainTimes = { app: Duration.seconds(10), proxy: Duration.seconds(3), logs: Duration.seconds(2) };
    expect(signals({ initContainers: [sidecar('proxy'), { name: 'migrate' }, sidecar('logs')], containers: [{ name: 'app', ...sleep(5) }] }, { drainTimes }))
      .toEqual(['app 5', 'logs 15', 'proxy 17']);
  });

  test('later than known, behind a container whose drain time is unknown', () => {
    expect(signals({ initContainers: [sidecar('logs')], containers: [{ name: 'app' }] })).toEqual(['app 0', 'logs 1+']);
  });

  test('to a native sidecar whose preStop has ended before its turn, at its turn', () => {
    const drainTimes = { app: Duration.seconds(10) };
    expect(signals({ initContainers: [sidecar('logs', sleep(4))], containers: [{ name: 'app' }] }, { drainTimes })).toEqual(['app 0', 'logs 10']);
    expect(signals({ initContainers: [sidecar('logs', sleep(14))], containers: [{ name: 'app' }] }, { drainTimes })).toEqual(['app 0', 'logs 14']);
  });

  test.each<[string, object, string]>([
    ['a sleep', script('sleep', '15'), 'app 15'],
    ['a sleep of a shell', script('/bin/sh', '-c', 'sleep 15'), 'app 15'],
    ['a fraction of a second', script('sleep', '0.5'), 'app 0.5'],
    ['a sleep among other commands', script('sh', '-c', 'sleep 5; nginx -s quit; sleep 5'), 'app 10+'],
    ['a sleep behind a condition', script('sh', '-c', 'test -f /tmp/x && sleep 5'), 'app 0+'],
    ['a sleep in a loop', script('sh', '-c', 'while busy; do sleep 1; done'), 'app 0+'],
    ['a first sleep, then a loop', script('sh', '-c', 'sleep 5; while busy; do sleep 1; done'), 'app 5+'],
    ['a program', script('/usr/bin/drain'), 'app 0+'],
    ['a request', { lifecycle: { preStop: { httpGet: { path: '/quit', port: 80 } } } }, 'app 0+'],
    ['a socket, which Kubernetes ignores', { lifecycle: { preStop: { tcpSocket: { port: 80 } } } }, 'app 0'],
  ])('after a preStop hook with %s', (_, lifecycle, signal) => {
    expect(signals({ containers: [{ name: 'app', ...lifecycle }] })).toEqual([signal]);
  });
});

describe('the grace period', () => {
  const needed = (spec: object, options?: PodTimelineOptions) => {
    const { neededGracePeriod, gracePeriod, fits } = timeline(spec, options);
    return { needed: neededGracePeriod.toSeconds(), has: gracePeriod.toSeconds(), fits };
  };

  test('is 30 seconds unless the pod says otherwise', () => {
    expect(needed({ containers: [{ name: 'app' }] })).toEqual({ needed: 1, has: 30, fits: true });
    expect(needed({ containers: [{ name: 'app' }], terminationGracePeriodSeconds: 0 })).toEqual({ needed: 1, has: 0, fits: false });
  });

  test('covers the longest regular container and then each native sidecar', () => {
    const spec = { initContainers: [sidecar('proxy'), sidecar('logs', sleep(40))], containers: [{ name: 'app', ...sleep(15) }, { name: 'quick' }] };
    expect(needed(spec, { drainTimes: { app: Duration.seconds(20) } })).toEqual({ needed: 42, has: 30, fits: false });
    expect(needed({ ...spec, terminationGracePeriodSeconds: 42 })).toEqual({ needed: 42, has: 42, fits: true });
  });

  test('says what the manifest does not', () => {
    expect(timeline({ containers: [{ name: 'app', ...script('/drain') }] }).unknowns).toEqual([
      "how long the preStop hook of 'app' runs: exec '/drain'", "how long 'app' takes to end after SIGTERM",
    ]);
    expect(timeline({ containers: [{ name: 'app', ...sleep(5) }] }, { drainTimes: { app: Duration.seconds(1) } }).unknowns).toEqual([]);
  });

  test('fails when a drain time is for nobody', () => {
    const spec = { initContainers: [{ name: 'init' }], containers: [{ name: 'app' }] };
    expect(() => timeline(spec, { drainTimes: { init: Duration.seconds(1) } })).toThrow("drain time of 'init': pod has no container with this name that receives SIGTERM: use one of 'app'");
  });
});

test('the timeline of workloads of cdk8s-plus and of the library', () => {
  const deployment = new kplus.Deployment(Testing.chart(), 'Web', { containers: [{ image: 'web:1', name: 'web' }], terminationGracePeriod: Duration.seconds(50) });
  expect(PodTimeline.of(deployment).gracePeriod.toSeconds()).toBe(50);
  const web = new SidecarLoggedApp(new Chart(new App(), 'shop'), 'Web', { image: 'web:1', logFiles: ['/var/log/app/*.log'] });
  expect(PodTimeline.of(web.workload)).toMatchObject({ starts: [{ container: 'logs' }, { container: 'app' }] });
  expect(PodTimeline.of(web.workload).fits).toBe(true);
});

test('tables for people, and the same as data', () => {
  const found = timeline({
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      initContainers: [sidecar('proxy', { startupProbe: { tcpSocket: { port: 80 }, periodSeconds: 2 } })],
      containers: [{ name: 'app', ...sleep(5) }],
      terminationGracePeriodSeconds: 10,
    },
  }, { drainTimes: { app: Duration.seconds(5) } });
  expect(String(found)).toBe(`Pod 'web'

start  is              starts when                                 the next one waits until
proxy  native sidecar  the pod is on its node                      the startup probe of 'proxy' has succeeded, 6 s at most
app    container       the startup probe of 'proxy' has succeeded

SIGTERM  container  is              preStop    when
5 s      app        container       sleep 5 s  its preStop hook has ended
10 s     proxy      native sidecar  -          all regular containers have ended

grace period: 10 s, needed 11 s at least: TOO SHORT
unknown: how long 'proxy' takes to end after SIGTERM`);
  expect(found.toJson()).toMatchObject({
    owner: "Pod 'web'",
    starts: [{ container: 'proxy', role: 'native sidecar', holdsAtMostSeconds: 6 }, { container: 'app' }],
    stops: [{ container: 'app', preStop: 'sleep 5 s', signalAtSeconds: 5, maybeLater: false }, { container: 'proxy', signalAtSeconds: 10 }],
    gracePeriodSeconds: 10,
    neededGracePeriodSeconds: 11,
    fits: false,
    unknowns: ["how long 'proxy' takes to end after SIGTERM"],
  });
});
