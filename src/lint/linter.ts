import { Finding, findingOf } from './finding';
import { isPutInLater } from './knowledge/placeholder';
import { KubeObject } from './model/kube-object';
import { ObjectSet } from './model/object-set';
import { Concern, labelId, podLabels, SetMember } from './model/set-member';
import { shapeOf } from './model/shape';
import { WordSearch } from './model/words';
import { Context, Persona, Report, Rule } from './rule';
import { SharedFaults } from './shared-faults';

export interface LinterOptions {
  readonly rules: readonly Rule[];
  /** The minor versions of Kubernetes that the manifests are for. */
  readonly minors: readonly number[];
  /** The strict persona is told what the regular one is told, and more. */
  readonly persona: Persona;
  /** The names that `vars` of kustomizations replace. */
  readonly variables?: readonly string[];
}

/** How many shapes are remembered at most, so that memory does not grow with what is checked. */
const SHAPES = 100;

/** Kinds besides workloads that rules look for when they are asked about others. */
const LOOKED_UP = new Set([
  'ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'ScaledObject', 'PodDisruptionBudget', 'Kustomization', 'Component', 'ImageTagTransformer', 'LimitRange', 'SidecarSet',
]);

type Question = (rule: Rule, report: Report, context: Context) => void;

/** Asks the rules about objects. */
export class Linter {
  /** Those that the persona wants to hear of. */
  public readonly rules: readonly Rule[];
  private readonly forObjects: readonly Rule[];
  private readonly forPods: readonly Rule[];
  private readonly forSets: readonly Rule[];
  private readonly minors: readonly number[];
  private readonly contexts: readonly Context[];
  private readonly words: WordSearch;
  /** The rules that have found something in workloads of a shape: in the next one of that shape the others find nothing. */
  private readonly rulesByShape = new Map<string, readonly Rule[]>();

  constructor({ rules, minors, persona, variables }: LinterOptions) {
    const asked = rules.filter((rule) => rule.persona === 'regular' || persona === 'strict');
    this.rules = asked;
    this.forPods = asked.filter(({ checkPod, checkObject }) => checkPod ?? checkObject);
    this.forObjects = asked.filter(({ checkObject }) => checkObject);
    this.forSets = asked.filter(({ checkAmong }) => checkAmong);
    this.words = new WordSearch(this.forPods.flatMap(({ needs = [] }) => needs));
    this.minors = [...new Set(minors)].sort((one, other) => one - other);
    this.contexts = this.minors.map((minor) => ({ minor, variables: new Set(variables) }));
  }

  /** What is wrong with one object by itself. */
  public checkObject(object: KubeObject): Finding[] {
    if (object.pods.length === 0) {
      return this.askAbout(object, this.forObjects);
    }
    const shape = (object.origin.isPatch ? 'patch ' : '') + shapeOf(object);
    const known = this.rulesByShape.get(shape);
    if (known) {
      return this.askAbout(object, known);
    }
    const findings = this.askAbout(object, this.forPods);
    if (this.rulesByShape.size === SHAPES) {
      this.rulesByShape.clear();
    }
    this.rulesByShape.set(shape, this.forPods.filter(({ id }) => findings.some(({ rule }) => rule === id)));
    return findings;
  }

  /** What is wrong with objects because of one another. */
  public checkSet(set: ObjectSet): Finding[] {
    const faults = new SharedFaults();
    for (const { object, rules } of set.concerned()) {
      const asked = rules.map((index) => this.forSets[index]);
      this.ask(asked, (rule, report, context) => rule.checkAmong?.(object, set, report, context), object)
        .forEach((finding) => faults.add(finding, object.origin));
    }
    return faults.findings;
  }

  /** What is to be known of an object to check it among others, or undefined if no rule has to do with it. */
  public memberOf(object: KubeObject): SetMember | undefined {
    const { kind, name, namespace, origin, pods } = object;
    const concerns = this.forSets.flatMap((rule, index) => concernOf(rule, index, object, this.contexts));
    if (concerns.length === 0 && pods.length === 0 && !LOOKED_UP.has(kind)) {
      return undefined;
    }
    const involves = this.forSets.flatMap((rule, index) => rule.involves?.(object) ? [index] : []);
    return {
      kind,
      name,
      origin,
      concerns,
      pods: podLabels(object),
      ...namespace !== undefined && { namespace },
      ...concerns.some(({ onlyIf }) => onlyIf?.selects) && { selector: object.at('spec', 'selector').fields.map(labelId) },
      ...involves.length > 0 && { involves },
    };
  }

  private askAbout(object: KubeObject, rules: readonly Rule[]): Finding[] {
    if (rules.length === 0) {
      return [];
    }
    this.words.lookThrough(object.root.value);
    const concerned = rules.filter(({ needs }) => needs?.some((word) => this.words.has(word)) ?? true);
    return this.ask(concerned, (rule, report, context) => {
      for (const pod of object.pods) {
        rule.checkPod?.(pod, report, context);
      }
      rule.checkObject?.(object, report, context);
    }, object);
  }

  private ask(rules: readonly Rule[], question: Question, about: { readonly title: string }): Finding[] {
    const [findings, ...others] = this.contexts.map((context) => askFor(context, rules, question, about));
    return others.length === 0 ? findings : compare(this.minors, [findings, ...others]);
  }
}

function concernOf({ concerns }: Rule, rule: number, object: KubeObject, contexts: readonly Context[]): Concern[] {
  for (const context of contexts) {
    const concern = concerns?.(object, context) ?? true;
    if (concern) {
      return [concern === true ? { rule } : { rule, onlyIf: concern }];
    }
  }
  return [];
}

function askFor(context: Context, rules: readonly Rule[], question: Question, about: { readonly title: string }): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    try {
      question(rule, (problem) => {
        if (!isPutInLater(problem.at)) {
          findings.push(findingOf(rule, problem));
        }
      }, context);
    } catch (error) {
      throw new Error(`rule '${rule.id}' failed on ${about.title}, which is a fault of the rule: ${(error as Error).message}`, { cause: error });
    }
  }
  return findings;
}

/** One finding for all versions that it is true of, with these versions unless it is true of all. */
function compare(minors: readonly number[], findings: readonly Finding[][]): Finding[] {
  const found = new Map<string, { finding: Finding; in: number[] }>();
  findings.forEach((list, index) => list.forEach((finding) => {
    const { rule, place, message } = finding;
    const id = JSON.stringify([rule, place.origin, place.path, message]);
    const known = found.get(id) ?? { finding, in: [] };
    found.set(id, { ...known, in: [...known.in, minors[index]] });
  }));
  return [...found.values()].map(({ finding, in: trueOf }) => trueOf.length === minors.length ? finding : { ...finding, minors: trueOf });
}
