import { Finding } from './finding';
import { keptFields } from './kept-fields';
import { Linter } from './linter';
import { Origin } from './model/field';
import { KubeObject } from './model/kube-object';
import { ObjectSet } from './model/object-set';
import { PodTemplates } from './model/pod-templates';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';

/** What is known of one object after it has been looked at alone: plain data. */
export interface CheckedObject {
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  readonly kept: KeptObject;
}

/** What is kept of an object for rules that cross objects. */
export interface KeptObject {
  readonly value: unknown;
  readonly origin: Origin;
}

export function checkObject(linter: Linter, object: KubeObject): CheckedObject {
  return {
    findings: linter.checkObject(object),
    suppressions: annotatedSuppressions(object),
    kept: { value: keptFields(object.root.value, object.pods.length > 0), origin: object.origin },
  };
}

export function checkTogether(linter: Linter, kept: readonly KeptObject[], templates: PodTemplates, where: string): Finding[] {
  return linter.checkSet(new ObjectSet(kept.map(({ value, origin }) => new KubeObject(value, templates, origin)), where));
}
