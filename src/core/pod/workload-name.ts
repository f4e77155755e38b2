import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { LONGEST_NAMES } from '../spec/longest-names';
import { at } from '../values/errors';

/** Fails for a name with which a StatefulSet never gets a pod, and which the API server refuses for a CronJob. */
export function checkWorkloadName(pod: kplus.AbstractPod): void {
  const object = ApiObject.of(pod);
  const most = LONGEST_NAMES[object.kind];
  // The name of a Job may depend on all that it will have.
  if (most !== undefined && object.name.length > most) {
    const { kind, name } = object;
    throw new Error(`name '${name}' of ${kind} ${at(pod)} has ${name.length} characters, but ${most} is the most with which it gets pods:`
      + ' set a shorter one in its metadata');
  }
}
