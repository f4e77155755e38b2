import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { at } from '../core/values/errors';

/** A number of pods, or a percentage, as Kubernetes has it. */
export function toKube(where: IConstruct, what: string, { value }: kplus.PercentOrAbsolute): number | string {
  const valid = typeof value === 'number' ? Number.isInteger(value) && value >= 0 : /^(\d{1,2}|100)%$/.test(value);
  if (!valid) {
    throw new Error(`${what} ${value} of ${at(where)} is not valid: use a whole number of pods from 0, or a percentage from 0 to 100`);
  }
  return value;
}

/** The number of pods that it stands for. */
export function podsOf(value: number | string, replicas: number): number {
  return typeof value === 'number' ? value : Math.ceil((parseInt(value, 10) * replicas) / 100);
}
