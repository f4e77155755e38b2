import { Finding } from './finding';
import { Linter } from './linter';
import { KubeObject } from './model/kube-object';
import { ObjectSet, podLabels, SetMember } from './model/object-set';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';
import { Suppressions } from './suppression/suppressions';

/**
 * What is found in objects whose data is in memory.
 *
 * @param objects each is forgotten when it has been looked at, and made again when another one leads to it: what is found out about it takes
 * more memory than its data
 * @param where what they are, for messages
 * @param more suppressions beside those in annotations
 */
export function checkAll(linter: Linter, objects: Iterable<() => KubeObject>, where: string, more: readonly Suppression[] = []): Finding[] {
  const suppressions = new Suppressions(linter.rules);
  suppressions.add(more);
  const alone: Finding[] = [];
  const members: SetMember[] = [];
  for (const read of objects) {
    const object = read();
    const { kind, name, namespace, origin: { file } } = object;
    suppressions.add(annotatedSuppressions(object));
    alone.push(...linter.checkObject(object));
    members.push({ kind, name, namespace, file, labels: podLabels(object), concerned: linter.concerned(object), read });
  }
  return [...suppressions.apply([...alone, ...linter.checkSet(new ObjectSet(members, where))]), ...suppressions.problems()];
}
