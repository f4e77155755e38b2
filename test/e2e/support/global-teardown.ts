import { kubectl } from './kubectl';
import { RUN_LABEL } from './namespace';

/** Waits until nothing is left of this run. */
export default async function tearDown(): Promise<void> {
  await kubectl(['delete', 'namespaces', '-l', `${RUN_LABEL}=${process.env.E2E_RUN}`, '--timeout=600s']);
  await (globalThis as any).stopProxy();
}
