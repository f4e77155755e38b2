import { Construct } from 'constructs';
import { RolledWorkload } from './rolled-workload';
import { effectiveResources } from '../core/spec/effective-resources';
import { ContainerInPod } from '../core/spec/pod-spec';
import { formatQuantity } from '../core/spec/quantity';
import { at } from '../core/values/errors';

/**
 * What all sidecars of a pod together may request, in relation to the app's requests. Init containers do not count.
 */
export interface SidecarBudgetOptions {
  /**
   * CPU requests of all sidecars, as a percentage of the app's.
   *
   * @default - not limited
   */
  readonly cpuPercent?: number;

  /**
   * Memory requests of all sidecars, as a percentage of the app's.
   *
   * @default - not limited
   */
  readonly memoryPercent?: number;
}

/** Fails for sidecars that request more than their share, and names them. */
export function checkSidecarBudget(owner: Construct, { app, sidecars }: RolledWorkload, budget: SidecarBudgetOptions): void {
  for (const [resource, property] of [['cpu', 'cpuPercent'], ['memory', 'memoryPercent']] as const) {
    const percent = budget[property];
    if (percent === undefined) {
      continue;
    }
    if (!(percent >= 0 && Number.isFinite(percent))) {
      throw new Error(`sidecarBudget.${property} ${percent} of ${at(owner)} is not valid: use a percentage of the app's requests from 0`);
    }
    const requested = requestOf(app, resource);
    if (requested === 0n) {
      throw new Error(`sidecarBudget.${property} of ${at(owner)} cannot be checked, because container '${app.name}' requests no ${resource}: give it a request`);
    }
    const all = sidecars.map((container) => ({ name: container.name, amount: requestOf(container, resource) }));
    const sum = all.reduce((total, { amount }) => total + amount, 0n);
    const used = Number(sum * 1000n / requested) / 10;
    if (used > percent) {
      const text = (amount: bigint) => formatQuantity(amount, resource);
      const named = all.filter(({ amount }) => amount > 0n).map(({ name, amount }) => `'${name}' ${text(amount)}`).join(', ');
      throw new Error(`sidecars of ${at(owner)} request ${used} % of the ${text(requested)} of ${resource} that '${app.name}' requests, but`
        + ` sidecarBudget.${property} is ${percent}: ${named}: make them smaller, give the app more, or raise the budget`);
    }
  }
}

function requestOf({ container }: ContainerInPod, resource: string): bigint {
  return effectiveResources({ containers: [container] }).requests.get(resource) ?? 0n;
}
