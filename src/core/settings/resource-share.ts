import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/**
 * Requests and limits of a container as a share of the app's.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ResourceShare {
  /**
   * CPU in percent of the app's request and limit, at least 10m.
   *
   * @default - the figures of the small profile
   */
  readonly cpuPercent?: number;

  /**
   * Memory in percent of the app's request and limit. It never falls below the small profile, which is what programs need to run at all.
   *
   * @default - the figures of the small profile
   */
  readonly memoryPercent?: number;
}

const LEAST_MILLIS = 10;

/** Resources as a share of the app's. A resource that the share does not name keeps the given value. */
export function shareOf(
  app: kplus.ContainerResources, { cpuPercent, memoryPercent }: ResourceShare, least: kplus.ContainerResources,
): kplus.ContainerResources {
  const cpu = cpuPercent === undefined || !app.cpu?.request ? least.cpu : {
    request: toMillis(app.cpu.request, cpuPercent),
    limit: app.cpu.limit && toMillis(app.cpu.limit, cpuPercent),
  };
  const memory = memoryPercent === undefined || !app.memory?.request ? least.memory : {
    request: toMebibytes(app.memory.request, memoryPercent, least.memory?.request),
    limit: app.memory.limit ? toMebibytes(app.memory.limit, memoryPercent, least.memory?.limit) : least.memory?.limit,
  };
  return { ...least, cpu, memory };
}

/** @throws if a percentage is not valid */
export function checkShare(role: string, share: ResourceShare): void {
  for (const [name, percent] of Object.entries(share)) {
    if (percent !== undefined && !(percent > 0 && percent <= 1000)) {
      throw new Error(`${name} ${percent} of '${role}' in a resource profile is not valid: use a percentage of the app's figures above 0, up to 1000`);
    }
  }
}

function toMillis({ amount }: kplus.Cpu, percent: number): kplus.Cpu {
  const millis = amount.endsWith('m') ? parseFloat(amount) : parseFloat(amount) * 1000;
  return kplus.Cpu.millis(Math.max(LEAST_MILLIS, Math.ceil(millis * percent / 100)));
}

function toMebibytes(size: Size, percent: number, least = Size.mebibytes(0)): Size {
  const mebibytes = (one: Size) => one.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  return Size.mebibytes(Math.ceil(Math.max(mebibytes(least), mebibytes(size) * percent / 100)));
}
