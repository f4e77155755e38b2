import { randomBytes } from 'node:crypto';
import { readJson, startProxy } from './api-server';
import { kubectl } from './kubectl';
import { RUN_LABEL } from './namespace';

const LONGEST_RUN = 2 * 60 * 60 * 1000;

/** Fails at once where there is no cluster, asks it for its version, and removes what a run left behind that was killed. */
export default async function setUp(): Promise<void> {
  process.env.E2E_RUN = randomBytes(5).toString('hex');
  (globalThis as any).stopProxy = await startProxy(); // for global-teardown.ts
  try {
    const { gitVersion } = await readJson<{ gitVersion: string }>('/version');
    process.env.E2E_KUBERNETES = /^v1\.\d+/.exec(gitVersion)?.[0];
    const { stdout } = await kubectl(['api-resources', '--api-group=admissionregistration.k8s.io', '-o', 'name']);
    process.env.E2E_MUTATES = stdout.includes('mutatingadmissionpolicies.') ? 'yes' : ''; // some versions have it switched off
  } catch (error) {
    throw new Error(`no cluster can be reached: set KUBECONFIG to that of a running one, and install kubectl\n${error}`);
  }
  const { items } = await readJson<{ items: { metadata: { name: string; creationTimestamp: string } }[] }>(
    `/api/v1/namespaces?labelSelector=${RUN_LABEL}`,
  );
  const left = items.filter(({ metadata }) => Date.now() - Date.parse(metadata.creationTimestamp) > LONGEST_RUN);
  if (left.length > 0) {
    await kubectl(['delete', 'namespaces', '--wait=false', '--ignore-not-found', ...left.map(({ metadata }) => metadata.name)]);
  }
}
