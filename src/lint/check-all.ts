import { Finding } from './finding';
import { Linter } from './linter';
import { KubeObject } from './model/kube-object';
import { memberOf, ObjectSet } from './model/object-set';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';
import { Suppressions } from './suppression/suppressions';

/**
 * What is found in objects that are in memory all at once.
 *
 * @param where what they are, for messages
 * @param more suppressions beside those in annotations
 */
export function checkAll(linter: Linter, objects: readonly KubeObject[], where: string, more: readonly Suppression[] = []): Finding[] {
  const suppressions = new Suppressions(linter.rules);
  suppressions.add([...more, ...objects.flatMap(annotatedSuppressions)]);
  const findings = suppressions.apply([
    ...objects.flatMap((object) => linter.checkObject(object)),
    ...linter.checkSet(new ObjectSet(objects.map(memberOf), where)),
  ]);
  return [...findings, ...suppressions.problems()];
}
