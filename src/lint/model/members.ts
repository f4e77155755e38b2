import { SetMember } from './set-member';

/** A member of an index. */
export interface IndexedMember extends SetMember {
  /** Its number: members are counted from 0 as they are added. */
  readonly index: number;
}

/** An index of the objects that are checked together, in the order in which they were added. */
export interface Members {
  readonly kinds: readonly string[];
  all(): Iterable<IndexedMember>;
  has(kind: string): boolean;
  ofKind(kind: string): readonly IndexedMember[];
  /** @param id kind and name, such as `ConfigMap/settings` */
  withId(id: string): readonly IndexedMember[];
  inFile(file: string | undefined): readonly IndexedMember[];
  /** Those of which a pod has the label, as `labelId` writes it. */
  withLabel(label: string): readonly IndexedMember[];
  /** Those of which a pod may have all of the labels: the fewest that one of them leads to. */
  withRarest(labels: readonly string[]): readonly IndexedMember[];
}
