import { Field, isMapping, Origin, Path, scalarOf, valueAt } from './field';
import { KubeObject } from './kube-object';

/** What has to be true of an object among others so that a rule finds something in it. All of what is said here has to be. */
export interface Condition {
  /** What the labels of its selector select: nothing, or pods that the rule says it involves. */
  readonly selects?: 'nothing' | 'involved';
  /** Kinds and names such as `ConfigMap/settings`, one of which is among the objects. */
  readonly anyGiven?: readonly string[];
  /** The same, where one is missing. */
  readonly anyMissing?: readonly string[];
  /** Its name has more characters than this, with what kustomize puts around it. */
  readonly nameOver?: number;
}

/** A rule, as the linter counts them, that may find something in an object among others. */
export interface Concern {
  readonly rule: number;
  readonly onlyIf?: Condition;
}

/** What an index knows of an object, as plain data: the object itself is read again when it is needed. */
export interface SetMember {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly origin: Origin;
  /** The labels of each of its pods, as `labelId` writes them. */
  readonly pods: readonly (readonly string[])[];
  /** The labels by which it selects pods. */
  readonly selector?: readonly string[];
  readonly concerns: readonly Concern[];
  /** The rules that may find something in another object because of this one. */
  readonly involves?: readonly number[];
}

/** The longest name that an object gets: kustomizations put something around it. */
export function longestName({ name, origin }: Pick<SetMember, 'name' | 'origin'>): string {
  return (origin.kustomized?.affixes ?? []).map(({ prefix, suffix }) => prefix + name + suffix)
    .reduce((longest, one) => one.length > longest.length ? one : longest, name);
}

/** A patch has some of them, and its ports, probes and the like stand elsewhere: no selector is meant for it. */
export function podLabels(object: KubeObject): string[][] {
  const pods: string[][] = [];
  for (const path of object.origin.isPatch ? [] : object.templatePaths) {
    pods.push(labelIds(object, ...path, 'metadata', 'labels'));
  }
  return pods;
}

/** Those of a mapping, in every object: so it is read as it is, and not by fields. */
export function labelIds({ structure }: KubeObject, ...path: Path): string[] {
  let labels = structure;
  for (const key of path) {
    labels = valueAt(labels, key);
  }
  const ids: string[] = [];
  if (isMapping(labels)) {
    for (const key of Object.keys(labels)) {
      ids.push(labelId({ key, scalar: scalarOf(labels[key]) }));
    }
  }
  return ids;
}

export function labelId({ key, scalar }: Pick<Field, 'key' | 'scalar'>): string {
  return `${key}=${scalar}`;
}
