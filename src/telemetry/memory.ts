import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { at } from '../core/values/errors';
import { Section } from '../programs/collector/values';

/** What the program itself takes. */
const SMALLEST = 8;

/** Refuses what comes while memory is short, so that clients try again. Without a limit of any kind there is none. */
export function memoryLimiter(where: IConstruct, resources: kplus.ContainerResources, wanted?: Size): { [id: string]: Section } {
  const limit = resources.memory?.limit && toMebibytes(resources.memory.limit);
  const mebibytes = wanted ? toMebibytes(wanted) : limit && Math.floor(limit * 0.8);
  if (mebibytes === undefined) {
    return {};
  }
  if (limit !== undefined && mebibytes >= limit) {
    throw new Error(`memory limit of ${mebibytes} MiB in ${at(where)} is not below that of the container, ${limit} MiB, so the container would be killed first:`
      + ' lower it, or raise the limit of the container');
  }
  if (mebibytes < SMALLEST) {
    throw new Error(`memory limit of ${mebibytes} MiB in ${at(where)} is below ${SMALLEST} MiB, which is too small to accept anything: give more`
      + (wanted ? ' or leave it out' : ' to the container'));
  }
  return { memory_limiter: { check_interval: '1s', limit_mib: mebibytes, spike_limit_mib: Math.floor(mebibytes / 4) } };
}

function toMebibytes(size: Size): number {
  return Math.floor(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
}
