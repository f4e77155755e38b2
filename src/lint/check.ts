import { Finding } from './finding';
import { Linter } from './linter';
import { KubeObject } from './model/kube-object';
import { SetMember } from './model/set-member';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';

/** What is known of one object after it has been looked at alone: plain data. */
export interface CheckedObject {
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  /** None where no rule that crosses objects has to do with it. */
  readonly member?: SetMember;
}

export function checkObject(linter: Linter, object: KubeObject): CheckedObject {
  return { findings: linter.checkObject(object), suppressions: annotatedSuppressions(object), member: linter.memberOf(object) };
}
