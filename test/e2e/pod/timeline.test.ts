import { PodTimeline } from '../../../src';
import { behaviour } from '../support/behaviour';
import { lines } from '../support/lines';
import { BUSYBOX } from '../support/logging-pod';
import { Namespace } from '../support/namespace';

/** All containers append what happens to one file, whose order is that of the kubelet; no clock is compared. */
const EVENTS = `say() { echo "$*" >> /events/log; }
await() { until grep -qxF "$*" /events/log; do sleep 0.1; done; }
`;

const script = (text: string): string[] => ['sh', '-c', EVENTS + text];
const exec = (text: string): object => ({ exec: { command: script(text) } });
const probe = (text: string): object => ({ ...exec(text), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 300 });

function container(name: string, text: string, more: object = {}): object {
  return { name, image: BUSYBOX, command: script(`say "'${name}' starts"\n${text}`), volumeMounts: [{ name: 'events', mountPath: '/events' }], ...more };
}

/** A step that takes longer than what does not wait for it. */
const step = (name: string): object => container(name, `sleep 1; say "'${name}' has succeeded"`);

/** A container that does something between SIGTERM and its end. */
function running(name: string, atStop: string, more: object = {}): object {
  return container(name, `stop() { say "'${name}' receives SIGTERM"; ${atStop} say "'${name}' has ended"; exit; }
trap stop TERM
while :; do sleep 3600 & wait $!; done`, more);
}

const sidecar = (name: string, atStop: string, more: object): object => running(name, atStop, { restartPolicy: 'Always', ...more });

/** Whatever holds nobody succeeds, begins or ends only when those that it would hold are on their way: the test ends only if it is so. */
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'ordered' },
  spec: {
    terminationGracePeriodSeconds: 60,
    volumes: [{ name: 'events', emptyDir: {} }],
    initContainers: [
      sidecar('logs', 'cat /events/log;', { readinessProbe: probe('grep -qxF "\'agent\' starts" /events/log') }),
      step('migrate'),
      sidecar('proxy', '', {
        lifecycle: { postStart: exec('sleep 1; say "the postStart hook of \'proxy\' has ended"'), preStop: exec('say "the preStop hook of \'proxy\' has begun"') },
        startupProbe: probe('say "the startup probe of \'proxy\' has succeeded"'),
      }),
      sidecar('cache', '', { startupProbe: probe('say "the startup probe of \'cache\' has succeeded"') }),
      step('check'),
    ],
    containers: [
      running('mesh', 'await "\'agent\' receives SIGTERM";', { lifecycle: { postStart: exec('sleep 2; say "the postStart hook of \'mesh\' has ended"') } }),
      running('app', 'await "the preStop hook of \'proxy\' has begun"; await "\'agent\' receives SIGTERM";', {
        startupProbe: probe('grep -qxF "\'agent\' starts" /events/log'),
      }),
      running('agent', '', {
        lifecycle: { preStop: exec('await "\'mesh\' receives SIGTERM"; await "\'app\' receives SIGTERM"; say "the preStop hook of \'agent\' has ended"') },
      }),
    ],
  },
};

const REGULAR = POD.spec.containers.map(({ name }: any) => name as string);

/** What the words of the timeline are in the file. */
function eventsOf(after: string, name: string): string[] {
  const [, hooked] = /^the postStart hook of '(.*)' has ended, and its startup probe has succeeded$/.exec(after) ?? [];
  const [, process] = /^the process of '(.*)' runs, ready or not$/.exec(after) ?? [];
  return hooked ? [`the postStart hook of '${hooked}' has ended`, `the startup probe of '${hooked}' has succeeded`]
    : process ? [`'${process}' starts`]
      : after === 'all regular containers have ended' ? REGULAR.map((regular) => `'${regular}' has ended`)
        : [after.replace(/^native sidecar /, '').replace(/^its preStop hook/, `the preStop hook of '${name}'`)];
}

/** Fails unless all that the timeline names came before an event, and nothing else that ends or succeeds came between them and it. */
function expectBehind(log: string[], event: string, after: string[]): void {
  const before = log.slice(0, Math.max(log.indexOf(event), 0));
  const [last] = before.filter((text) => after.includes(text) || /(ended|succeeded|deleted)$/.test(text)).slice(-1);
  expect({ event, before }).toEqual({ event, before: expect.arrayContaining(after) });
  expect({ event, after }).toEqual({ event, after: expect.arrayContaining([last]) });
}

/** What happened in the pod from its start until its last container has received SIGTERM. */
async function happenedIn(namespace: Namespace): Promise<string[]> {
  await namespace.apply([POD]);
  await namespace.ready('ordered');
  const log = namespace.follow('ordered', 'logs');
  await namespace.exec('ordered', 'logs', 'echo the pod is deleted >> /events/log');
  await namespace.deletePods('ordered');
  return ['the pod is on its node', ...lines(await log)];
}

behaviour('containers start and receive SIGTERM behind what the timeline says', async (namespace) => {
  const log = await happenedIn(namespace);
  const { starts, stops } = PodTimeline.ofManifest(POD);
  starts.forEach(({ container: name, after }) => expectBehind(log, `'${name}' starts`, eventsOf(after, name)));
  stops.forEach(({ container: name, after }) => expectBehind(log, `'${name}' receives SIGTERM`, eventsOf(after, name)));
  return log.join(', ');
}, 'privileged');
