import { Finding } from './finding';
import { Linter } from './linter';
import { KubeObject } from './model/kube-object';
import { MemberList } from './model/member-list';
import { IndexedMember } from './model/members';
import { ObjectSet } from './model/object-set';
import { Likeness } from './model/shape';
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
  const members: IndexedMember[] = [];
  const readers: (() => KubeObject)[] = [];
  const likenesses: Likeness[] = [];
  for (const read of objects) {
    const checked = linter.checkObject(read());
    suppressions.add(checked.suppressions);
    alone.push(...checked.findings);
    if (checked.member) {
      members.push(Object.assign(checked.member, { index: members.length }));
      readers.push(read);
      likenesses.push(checked.likeness);
    }
  }
  const set = new ObjectSet(new MemberList(members), where, ({ index }) => readers[index]());
  return [...suppressions.apply([...alone, ...linter.checkSet(set, ({ index }) => likenesses[index])]), ...suppressions.problems()];
}
