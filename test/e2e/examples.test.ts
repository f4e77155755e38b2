import { setTimeout as sleep } from 'node:timers/promises';
import { behaviour } from './support/behaviour';
import { secureAppSecret } from './support/certificates';
import { startMariadb } from './support/databases';
import { example, exampleNames, Mode, withoutOperators } from './support/examples';
import { Namespace, restarts, statuses } from './support/namespace';
import { Authority } from '../support/certificates';
import { allowedSkips, leaveOutExample } from '../support/programs';

/** Examples whose images a test cluster cannot be expected to have. */
const notRun = allowedSkips().examples;

/** Examples whose containers fail on purpose. */
const restartsByDesign: { [name: string]: number } = {
  'init-retry-demo': 2,
};

/** Native twins that start or stop in another way than the documented pods; E2E_ALL=1 runs all. */
const nativeToo = [
  'app-with-db-ambassador', // the ambassador is there before the app
  'app-with-health-sidecar', // the monitor is there before what it monitors
  'app-with-log-shipper', // a readiness probe on the sidecar
  'resource-monitor-demo', // the monitor is there before what it watches
  'multi-format-logger', // one sidecar reads what another one writes
];

/** What examples only talk to or refer to; those that are pods give something. */
const fixtures: { [name: string]: (namespace: Namespace) => Promise<unknown> } = {
  'app-with-db-ambassador': startMariadb,
  'multi-init': startMariadb,
  'secure-app': (namespace) => namespace.apply([secureAppSecret(new Authority('all'), 'web')]),
  'webapp-with-migrations': startMariadb,
};

/** Long enough for a program that fails at its start to have been restarted. */
const OBSERVED = 10_000;

function podCount(manifests: any[]): number {
  return manifests.reduce((sum, { kind, spec }) => sum + (kind === 'Pod' ? 1 : spec?.template ? spec.replicas ?? 1 : 0), 0);
}

function runs(name: string, mode: Mode): void {
  behaviour(`${name} (${mode}) is accepted without a warning and gets Ready with no restart`, async (namespace) => {
    const manifests = withoutOperators(example(name, mode));
    const servers = await fixtures[name]?.(namespace) ? 1 : 0;
    await namespace.apply(manifests);
    await namespace.allReady(podCount(manifests) + servers);
    await sleep(OBSERVED);
    const pods = await namespace.allReady(podCount(manifests) + servers); // still, or again after a probe that came too late
    expect(pods.map((pod) => restarts(pod))).toEqual(pods.map(() => restartsByDesign[name] ?? 0));
    return pods.map((pod) => `${statuses(pod).filter(({ ready }) => ready).length}/${statuses(pod).length} Ready`).join(', ');
  });
}

/** They have tests of their own in which they get Ready, and more. */
const seenElsewhere = ['production-microservice'];

for (const name of exampleNames().filter((one) => !seenElsewhere.includes(one))) {
  const modes: Mode[] = process.env.E2E_ALL || nativeToo.includes(name) ? ['classic', 'native'] : ['classic'];
  modes.forEach((mode) => (name in notRun ? leaveOutExample(name, `${name} (${mode}) gets Ready`) : runs(name, mode)));
}
