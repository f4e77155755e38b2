import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { IConstruct } from 'constructs';
import { at } from './errors';

export function checkSize<T extends Size | undefined>(what: string, size: T, where: IConstruct): T {
  if (size && size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) <= 0) {
    throw new Error(`${what} in ${at(where)} is zero: use a larger size, or leave it out`);
  }
  return size;
}

export function checkDuration<T extends Duration | undefined>(what: string, duration: T, where: IConstruct): T {
  if (duration && typeof duration.toMilliseconds !== 'function') {
    throw new Error(`${what} in ${at(where)} is not a duration, but ${JSON.stringify(duration)}: write it as in Duration.seconds(5)`);
  }
  if (duration && !(milliseconds(duration) > 0)) {
    throw new Error(`${what} in ${at(where)} is zero: use a longer duration, or leave it out`);
  }
  return duration;
}

/** With fractions, for comparing. */
export function milliseconds(duration: Duration): number {
  return duration.toMilliseconds({ integral: false });
}

/** For programs that know whole milliseconds only. */
export function wholeMilliseconds(duration: Duration): number {
  return Math.ceil(milliseconds(duration));
}

/** For programs that know whole seconds only. */
export function wholeSeconds(duration: Duration): number {
  return Math.ceil(duration.toSeconds({ integral: false }));
}

/** A size as Kubernetes quantities write it: whole mebibytes where they are, kibibytes otherwise. */
export function toQuantity(size: Size): string {
  const kibibytes = Math.ceil(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }));
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
}

export function checkCount(what: string, count: number | undefined, where: IConstruct): number | undefined {
  if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > 1_000_000)) {
    throw new Error(`${what} in ${at(where)} is ${count}: use a whole number from 1 to 1000000, or leave it out`);
  }
  return count;
}
