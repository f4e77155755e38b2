import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { at } from '../values/errors';

/** Pods have the name of a StatefulSet with a hash as a label, and Jobs that of a CronJob with a time as their name: both are 63 characters at most. */
const LONGEST: { [kind: string]: number } = { StatefulSet: 52, CronJob: 52 };

/** Fails for a name with which a StatefulSet never gets a pod, and which the API server refuses for a CronJob. */
export function checkWorkloadName(pod: kplus.AbstractPod): void {
  const object = ApiObject.of(pod);
  const most = LONGEST[object.kind];
  // The name of a Job may depend on all that it will have.
  if (most !== undefined && object.name.length > most) {
    const { kind, name } = object;
    throw new Error(`name '${name}' of ${kind} ${at(pod)} has ${name.length} characters, but ${most} is the most with which it gets pods:`
      + ' set a shorter one in its metadata');
  }
}
