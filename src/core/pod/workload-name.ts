import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { at } from '../values/errors';

/** Pods have the name of a StatefulSet with a hash as a label, and Jobs that of a CronJob with a time as their name: both are 63 characters at most. */
const LONGEST: { [kind: string]: number } = { StatefulSet: 52, CronJob: 52 };

/** Fails for a name with which a StatefulSet never gets a pod, and which the API server refuses for a CronJob. */
export function checkWorkloadName(pod: kplus.AbstractPod): void {
  const { kind, name } = ApiObject.of(pod);
  if (name.length > LONGEST[kind]) {
    throw new Error(`name '${name}' of ${kind} ${at(pod)} has ${name.length} characters, but ${LONGEST[kind]} is the most with which it gets pods:`
      + ' set a shorter one in its metadata');
  }
}
