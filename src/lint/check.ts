import { CheckedAlone, Linter } from './linter';
import { KubeObject } from './model/kube-object';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';

/** What is known of one object after it has been looked at alone: plain data. */
export interface CheckedObject extends CheckedAlone {
  readonly suppressions: readonly Suppression[];
}

export function checkObject(linter: Linter, object: KubeObject): CheckedObject {
  const { findings, member, likeness } = linter.checkObject(object);
  return { findings, member, likeness, suppressions: annotatedSuppressions(object) };
}
