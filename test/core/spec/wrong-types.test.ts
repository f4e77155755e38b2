import { effectiveResources } from '../../../src/core/spec/effective-resources';
import { PodTimeline } from '../../../src/core/spec/pod-timeline';

const JUNK: readonly unknown[] = [null, true, 1.5, -1, NaN, Infinity, 1e300, '', [], [{}], {}, { toString: 1 }, '__proto__', 'constructor'];

const POD = (junk: unknown): { readonly [field: string]: object } => ({
  'a name': { containers: [{ name: junk }], initContainers: [{ name: junk, restartPolicy: 'Always' }] },
  'a grace period': { containers: [], terminationGracePeriodSeconds: junk },
  'a sleep': { containers: [{ name: 'web', lifecycle: { preStop: { sleep: { seconds: junk } } } }] },
  'a request of a hook': { containers: [{ name: 'web', lifecycle: { preStop: { httpGet: { host: junk, port: junk, path: junk } } } }] },
  'a command': { containers: [{ name: 'web', lifecycle: { preStop: { exec: { command: ['sh', '-c', junk] } } } }] },
  'times of a startup probe': { containers: [], initContainers: [{ name: 'log', restartPolicy: 'Always', startupProbe: { initialDelaySeconds: junk, failureThreshold: 0, periodSeconds: junk } }] },
  'resources': { containers: [{ name: 'web', resources: { requests: junk, limits: { cpu: junk } } }], resources: junk, overhead: { memory: junk } },
  'a hook and a probe': { containers: [{ name: 'web', lifecycle: { preStop: junk } }], initContainers: [{ name: 'log', restartPolicy: 'Always', startupProbe: junk, lifecycle: junk }] },
});

test.each(Object.keys(POD(0)))('a value of a wrong type for %s counts as nothing', (field) => {
  for (const junk of JUNK) {
    const spec = POD(junk)[field];
    expect(PodTimeline.ofManifest({ kind: 'Pod', metadata: { name: 'web' }, spec }).toString()).not.toMatch(/\[object|NaN|Infinity/);
    expect(() => effectiveResources(spec)).not.toThrow();
  }
});
