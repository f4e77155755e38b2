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

/** What has been found out about an object. It keeps no more than the data of it in memory. */
export class FoundMember implements SetMember {
  public readonly kind: string;
  public readonly name: string;
  public readonly namespace: string | undefined;
  public readonly origin: Origin;
  public readonly selector: readonly string[] | undefined;
  private readonly structure: unknown;
  private readonly templates: readonly Path[];
  private knownPods?: readonly (readonly string[])[];

  constructor(object: KubeObject, public readonly concerns: readonly Concern[], public readonly involves: readonly number[] | undefined) {
    this.kind = object.kind;
    this.name = object.name;
    this.namespace = object.namespace;
    this.origin = object.origin;
    this.selector = concerns.some(({ onlyIf }) => onlyIf?.selects) ? labelIds(object.structure, 'spec', 'selector') : undefined;
    this.structure = object.structure;
    this.templates = object.origin.isPatch ? [] : object.templatePaths; // of a patch, ports, probes and the like stand elsewhere: no selector is meant for it
  }

  /** They are read when they are asked for: where nothing selects pods, nobody does. */
  public get pods(): readonly (readonly string[])[] {
    return this.knownPods ??= this.templates.map((path) => labelIds(this.structure, ...path, 'metadata', 'labels'));
  }
}

/** Those of a mapping, in every object: so it is read as it is, and not by fields. */
function labelIds(structure: unknown, ...path: Path): string[] {
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
