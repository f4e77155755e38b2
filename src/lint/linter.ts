import { Finding, findingOf } from './finding';
import { isPutInLater } from './knowledge/placeholder';
import { KubeObject } from './model/kube-object';
import { ObjectSet } from './model/object-set';
import { readsValues } from './model/readings';
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

/** The rules that have found something in a workload, or might among others: in the next one of the same shape, no other rule does. */
interface Interest {
  readonly alone: readonly Rule[];
  readonly among: readonly Rule[];
  readonly involved: readonly Rule[];
}

/** What is of interest in workloads of a shape: in those with the same values of variables, and in those with other ones. */
interface KnownShape {
  readonly values: string;
  readonly same: Interest;
  readonly other: Interest;
}

export interface CheckedAlone {
  readonly findings: readonly Finding[];
  /** None where no rule that crosses objects has to do with it. */
  readonly member?: SetMember;
}

type Question = (rule: Rule, report: Report, context: Context) => void;

/** Asks the rules about objects. */
export class Linter {
  /** Those that the persona wants to hear of. */
  public readonly rules: readonly Rule[];
  private readonly forObjects: readonly Rule[];
  private readonly forPods: readonly Rule[];
  private readonly forSets: readonly Rule[];
  private readonly numbers: ReadonlyMap<Rule, number>;
  private readonly minors: readonly number[];
  private readonly contexts: readonly Context[];
  private readonly words: WordSearch;
  private readonly byShape = new Map<string, KnownShape>();

  constructor({ rules, minors, persona, variables }: LinterOptions) {
    const asked = rules.filter((rule) => rule.persona === 'regular' || persona === 'strict');
    this.rules = asked;
    this.forPods = asked.filter(({ checkPod, checkObject }) => checkPod ?? checkObject);
    this.forObjects = asked.filter(({ checkObject }) => checkObject);
    this.forSets = asked.filter(({ checkAmong }) => checkAmong);
    this.numbers = new Map(this.forSets.map((rule, index) => [rule, index]));
    this.words = new WordSearch(this.forPods.flatMap(({ needs = [] }) => needs));
    this.minors = [...new Set(minors)].sort((one, other) => one - other);
    this.contexts = this.minors.map((minor) => ({ minor, variables: new Set(variables) }));
  }

  /** What is wrong with one object by itself, and what is to be known of it to check it among others. */
  public checkObject(object: KubeObject): CheckedAlone {
    if (object.pods.length === 0) {
      return this.checkAll(object, { alone: this.forObjects, among: this.forSets, involved: this.forSets });
    }
    const { text, values } = shapeOf(object);
    const shape = (object.origin.isPatch ? 'patch ' : '') + text;
    const known = this.byShape.get(shape);
    if (known) {
      return this.checkAll(object, known.values === values ? known.same : known.other);
    }
    const untouched = new Set<Rule>();
    const checked = this.checkAll(object, { alone: this.forPods, among: this.forSets, involved: this.forSets }, untouched);
    const { findings, member: { concerns = [], involves = [] } = {} } = checked;
    if (this.byShape.size === SHAPES) {
      this.byShape.clear();
    }
    const alone = this.forPods.filter(({ id }) => findings.some(({ rule }) => rule === id));
    const among = concerns.map(({ rule }) => this.forSets[rule]);
    const involved = involves.map((rule) => this.forSets[rule]);
    this.byShape.set(shape, {
      values,
      same: { alone, among, involved },
      other: { alone: this.forPods.filter((rule) => alone.includes(rule) || !untouched.has(rule)), among: this.forSets, involved: this.forSets },
    });
    return checked;
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

  /** @param untouched takes the rules whose answer does not depend on the values of variables */
  private checkAll(object: KubeObject, { alone, among, involved }: Interest, untouched?: Set<Rule>): CheckedAlone {
    return { findings: this.askAbout(object, alone, untouched), member: this.memberOf(object, among, involved) };
  }

  /** Undefined if no rule has to do with it. */
  private memberOf(object: KubeObject, among: readonly Rule[], involved: readonly Rule[]): SetMember | undefined {
    const { kind, name, namespace, origin, pods } = object;
    const concerns = among.flatMap((rule) => concernOf(rule, this.numbers.get(rule)!, object, this.contexts));
    if (concerns.length === 0 && pods.length === 0 && !LOOKED_UP.has(kind)) {
      return undefined;
    }
    const involves = involved.flatMap((rule) => rule.involves?.(object) ? this.numbers.get(rule)! : []);
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

  private askAbout(object: KubeObject, rules: readonly Rule[], untouched?: Set<Rule>): Finding[] {
    if (rules.length === 0) {
      return [];
    }
    this.words.lookThrough(object.root.value);
    const concerned = rules.filter(({ needs }) => needs?.some((word) => this.words.has(word)) ?? true);
    concerned.forEach((rule) => untouched?.add(rule));
    return this.ask(concerned, (rule, report, context) => {
      const isTouched = readsValues(() => {
        for (const pod of object.pods) {
          rule.checkPod?.(pod, report, context);
        }
        rule.checkObject?.(object, report, context);
      });
      if (isTouched) {
        untouched?.delete(rule);
      }
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
