import { Field } from './model/field';
import { KubeObject } from './model/kube-object';
import { ObjectSet } from './model/object-set';
import { Pod } from './model/pod';
import { Condition } from './model/set-member';

/** Error: it cannot work. Warning: it works until it does not. Info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** Who wants to hear of it: everybody, or those who ask for strictness. */
export type Persona = 'regular' | 'strict';

/**
 * A safe fix keeps what the manifest means but for the fault. An unsafe one may change how the program behaves, and is made only on request.
 */
export type FixSafety = 'safe' | 'unsafe';

/** Something that a rule looks for, with what its page says. The texts are whole sentences in Markdown, for users. */
export interface Rule {
  /** In kebab-case, as the file is called: `duplicate-container-name`. It names the fault. */
  readonly id: string;
  /** The version of this package that had it first. */
  readonly since: string;
  readonly severity: Severity;
  readonly persona: Persona;
  /**
   * Names of fields, or strings of one word: in an object that has none of them the rule never finds anything, so it is not asked about it.
   * Most rules are not asked about most objects thanks to this. `checkAmong` is asked in any case.
   */
  readonly needs?: readonly string[];
  /** Pieces of texts, in lowercase: the same for an object in whose values none of them is. */
  readonly mentions?: readonly string[];
  /** The kinds that `checkAmong` looks at; without it, whatever has pods. */
  readonly kinds?: readonly string[];
  /** What it does: `Finds containers of a pod that have the same name.` */
  readonly what: string;
  /** Why that is bad. */
  readonly why: string;
  /** The primary source of that: a URL. */
  readonly source: string;
  /** A manifest with the fault, in YAML, of one or more documents. A test checks that this rule finds something in it. */
  readonly example: string;
  /** The minor version of Kubernetes that example and replacement are for, where it matters. */
  readonly exampleMinor?: number;
  /** The same one without the fault. A test checks that no rule of the regular persona with severity error finds anything in it, and this rule nothing. */
  readonly instead: string;
  /** How safe its fix is; without it the rule has none. */
  readonly fix?: FixSafety;

  /**
   * Whether `checkAmong` looks at nothing but a workload and the ConfigMaps and Secrets that it names, and compares names, labels and annotations of
   * them only with one another. Then, of workloads of the same shape whose ConfigMaps and Secrets are of the same shape, it is only asked about those
   * in which it would read other values.
   */
  readonly looksAtConfigs?: true;

  /**
   * Looks at one pod; called for the pod of each workload. Of workloads that have the same shape (`model/shape.ts`) it is asked about the
   * first one, and about others only if it has found something there, or has read a text or a number that differs: so it reads these by `Field`, and
   * never from `structure`. What it wants to know of them it best asks for (`Field.ask`): other values with the same answers change nothing. Names of objects, labels and annotations it may compare, and no more.
   */
  checkPod?(pod: Pod, report: Report, context: Context): void;
  /** Looks at one object of any kind, in the same way. */
  checkObject?(object: KubeObject, report: Report, context: Context): void;
  /**
   * Whether `checkAmong` may find something in the object, or under which condition. It is asked when the object is looked at alone: objects
   * are not kept in memory, and most of them need not be read a second time. What it says no to is so for all workloads of the same shape.
   */
  concerns?(object: KubeObject, context: Context): boolean | Condition;
  /** Whether `checkAmong` may find something in another object because of this one, for the condition that an object selects such a one. */
  involves?(object: KubeObject): boolean;
  /** Looks at one object among all others, if the rule concerns it. A new kind that it looks for is to be added to those that the linter keeps. */
  checkAmong?(object: KubeObject, set: ObjectSet, report: Report, context: Context): void;
}

export interface Context {
  /** The minor version of Kubernetes that the manifests are for: 34 for 1.34. */
  readonly minor: number;
  /** The names for which kustomize puts in values, where they are written as `$(NAME)`. */
  readonly variables: ReadonlySet<string>;
}

export type Report = (problem: Problem) => void;

/** What a rule has found. The texts are lowercase, without a full stop. */
export interface Problem {
  /** The field that is wrong, or that is missing. The container it belongs to follows from it. */
  readonly at: Field;
  /** What is wrong, with the value: `container name 'logs' is taken twice in this pod`. */
  readonly message: string;
  /** The way out: `give one of them another name`. */
  readonly help: string;
  /** Other places that matter, with what is there: `the first one is here`. */
  readonly related?: readonly RelatedPlace[];
  /** Where the rule has a fix and it fits here. All edits are made, or none. */
  readonly fix?: readonly Edit[];
}

export interface RelatedPlace {
  readonly at: Field;
  /** Which line of its text is meant, from 0, where it has several. */
  readonly lineOfText?: number;
  readonly message: string;
}

/**
 * A change of one field. Setting a field that is missing creates it, and what it is in; the index after the last one appends to a list.
 */
export type Edit =
  | { readonly set: Field; readonly to: unknown }
  | { readonly remove: Field }
  /** A number or a flag becomes the text that stands in the file: `0x1F` becomes `'0x1F'`, and not `'31'`. */
  | { readonly quote: Field };
