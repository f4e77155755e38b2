import { randomBytes } from 'node:crypto';
import { kubectl, kubectlJson } from './kubectl';
import { RUN_LABEL } from './namespace';

const LONGEST_RUN = 2 * 60 * 60 * 1000;

/** Fails at once where there is no cluster, asks it for its version, and removes what a run left behind that was killed. */
export default async function setUp(): Promise<void> {
  process.env.E2E_RUN = randomBytes(5).toString('hex');
  try {
    const { serverVersion } = await kubectlJson<{ serverVersion: { gitVersion: string } }>(['version', '--request-timeout=20s']);
    process.env.E2E_KUBERNETES = /^v1\.\d+/.exec(serverVersion.gitVersion)?.[0];
    const { stdout } = await kubectl(['api-resources', '--api-group=admissionregistration.k8s.io', '-o', 'name']);
    process.env.E2E_MUTATES = stdout.includes('mutatingadmissionpolicies.') ? 'yes' : ''; // some versions have it switched off
  } catch (error) {
    throw new Error(`no cluster can be reached: set KUBECONFIG to that of a running one, and install kubectl\n${error}`);
  }
  const { items } = await kubectlJson<{ items: { metadata: { name: string; creationTimestamp: string } }[] }>(
    ['get', 'namespaces', '-l', RUN_LABEL],
  );
  const left = items.filter(({ metadata }) => Date.now() - Date.parse(metadata.creationTimestamp) > LONGEST_RUN);
  if (left.length > 0) {
    await kubectl(['delete', 'namespaces', '--wait=false', '--ignore-not-found', ...left.map(({ metadata }) => metadata.name)]);
  }
}
