import { Finding, findingOf } from './finding';
import { KubeObject } from './model/kube-object';
import { ObjectSet } from './model/object-set';
import { Context, Persona, Report, Rule } from './rule';

export interface LinterOptions {
  readonly rules: readonly Rule[];
  /** The minor versions of Kubernetes that the manifests are for. */
  readonly minors: readonly number[];
  /** The strict persona is told what the regular one is told, and more. */
  readonly persona: Persona;
}

type Question = (rule: Rule, report: Report, context: Context) => void;

/** Asks the rules about objects. */
export class Linter {
  private readonly forObjects: readonly Rule[];
  private readonly forPods: readonly Rule[];
  private readonly forSets: readonly Rule[];
  private readonly minors: readonly number[];

  constructor({ rules, minors, persona }: LinterOptions) {
    const asked = rules.filter((rule) => rule.persona === 'regular' || persona === 'strict');
    this.forPods = asked.filter(({ checkPod, checkObject }) => checkPod ?? checkObject);
    this.forObjects = asked.filter(({ checkObject }) => checkObject);
    this.forSets = asked.filter(({ checkSet }) => checkSet);
    this.minors = [...new Set(minors)].sort((one, other) => one - other);
  }

  /** What is wrong with one object by itself. */
  public checkObject(object: KubeObject): Finding[] {
    const { pods } = object;
    return this.ask(pods.length > 0 ? this.forPods : this.forObjects, (rule, report, context) => {
      for (const pod of pods) {
        rule.checkPod?.(pod, report, context);
      }
      rule.checkObject?.(object, report, context);
    }, object);
  }

  /** What is wrong with objects because of one another. */
  public checkSet(set: ObjectSet): Finding[] {
    return this.ask(this.forSets, (rule, report, context) => rule.checkSet?.(set, report, context), { title: set.where });
  }

  private ask(rules: readonly Rule[], question: Question, about: { readonly title: string }): Finding[] {
    const [findings, ...others] = this.minors.map((minor) => askFor({ minor }, rules, question, about));
    return others.length === 0 ? findings : compare(this.minors, [findings, ...others]);
  }
}

function askFor(context: Context, rules: readonly Rule[], question: Question, about: { readonly title: string }): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    try {
      question(rule, (problem) => findings.push(findingOf(rule, problem)), context);
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
