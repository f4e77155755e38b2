import { CleanSurroundings } from './clean-surroundings';
import { Finding, findingOf } from './finding';
import { findingsOfVersions } from './findings-of-versions';
import { isPutInLater } from './knowledge/placeholder';
import { answersOf, Condition, hasFound, knownAnswers, KnownShape, opinionsOf, renamed } from './known-answers';
import { changesOf } from './model/changes';
import { Contents } from './model/contents';
import { Fitting, KnownShapes } from './model/known-shapes';
import { KubeObject } from './model/kube-object';
import { IndexedMember } from './model/members';
import { ObjectSet } from './model/object-set';
import { joined, Readings, readingsOf, Value } from './model/readings';
import { Concern, FoundMember, SetMember } from './model/set-member';
import { Likeness, likenessOfFirst, shapeOf } from './model/shape';
import { Context, Persona, Report, Rule } from './rule';
import { SharedFaults } from './shared-faults';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';

export interface LinterOptions {
  readonly rules: readonly Rule[];
  /** The minor versions of Kubernetes that the manifests are for. */
  readonly minors: readonly number[];
  /** The strict persona is told what the regular one is told, and more. */
  readonly persona: Persona;
  /** The names that `vars` of kustomizations replace. */
  readonly variables?: readonly string[];
}

/** Kinds besides workloads that rules look for when they are asked about others. */
const LOOKED_UP = new Set([
  'ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'ScaledObject', 'PodDisruptionBudget', 'Kustomization', 'Component', 'ImageTagTransformer', 'LimitRange', 'SidecarSet',
  'ExternalSecret', 'SealedSecret', 'Certificate', 'SecretProviderClass', 'Canary', 'SecurityContextConstraints', 'Route',
]);

/** What is known of one object after it has been looked at alone: plain data. */
export interface CheckedAlone {
  readonly findings: readonly Finding[];
  /** Those in its annotations. */
  readonly suppressions: readonly Suppression[];
  /** None where no rule that crosses objects has to do with it. */
  readonly member?: SetMember;
  readonly likeness: Likeness;
}

const NO_OTHERS: ReadonlySet<unknown> = new Set();

type Question = (rule: Rule, report: Report, context: Context) => void;

/** Asks the rules about objects. */
export class Linter {
  /** Those that the persona wants to hear of. */
  public readonly rules: readonly Rule[];
  private readonly forObjects: readonly Rule[];
  private readonly forPods: readonly Rule[];
  private readonly forSets: readonly Rule[];
  private readonly involving: readonly Rule[];
  /** The rules to ask about objects of a kind as ones among others. */
  private readonly setRules = new Map<string, readonly Rule[]>();
  private readonly numbers: ReadonlyMap<Rule, number>;
  private readonly minors: readonly number[];
  private readonly contexts: readonly Context[];
  private readonly contents: Contents;
  private readonly known = new KnownShapes<KnownShape>();
  private shapes = 0;

  constructor({ rules, minors, persona, variables }: LinterOptions) {
    const asked = rules.filter((rule) => rule.persona === 'regular' || persona === 'strict');
    this.rules = asked;
    this.forPods = asked.filter(({ checkPod, checkObject }) => checkPod ?? checkObject);
    this.forObjects = asked.filter(({ checkObject }) => checkObject);
    this.forSets = asked.filter(({ checkAmong }) => checkAmong);
    this.involving = this.forSets.filter(({ involves }) => involves);
    this.numbers = new Map(this.forSets.map((rule, index) => [rule, index]));
    this.contents = new Contents(this.forPods.flatMap(({ needs = [] }) => needs), this.forPods.flatMap(({ mentions = [] }) => mentions));
    this.minors = [...new Set(minors)].sort((one, other) => one - other);
    this.contexts = this.minors.map((minor) => ({ minor, variables: new Set(variables) }));
  }

  /** What is wrong with one object by itself, and what is to be known of it to check it among others. */
  public checkObject(object: KubeObject): CheckedAlone {
    const fitting = this.known.find(object);
    return fitting ? this.checkLike(fitting, object) : this.checkFirst(object);
  }

  /** What is wrong with objects because of one another. */
  public checkSet(set: ObjectSet, likenesses: (member: IndexedMember) => Likeness | undefined = () => undefined): Finding[] {
    const faults = new SharedFaults();
    const clean = new CleanSurroundings(set, likenesses);
    for (const { member, rules, read } of set.concerned()) {
      const asked = clean.without(rules.map((index) => this.forSets[index]), member);
      if (asked.length > 0) {
        const object = read();
        const readings = new Map<Rule, Readings>();
        const findings = this.ask(asked, (rule, report, context) => rule.checkAmong?.(object, set, report, context), object, readings);
        clean.note(asked.filter((rule) => !hasFound(rule, findings)), member, readings);
        findings.forEach((finding) => faults.add(finding, object.origin));
      }
    }
    return faults.findings;
  }

  private checkFirst(object: KubeObject): CheckedAlone {
    const shape = shapeOf(object, this.shapes++);
    const rules = object.pods.length > 0 ? this.forPods : this.forObjects;
    this.contents.lookThrough(object.structure);
    const readings = shape.values.length > 0 ? new Map<Rule, Readings>() : undefined;
    const unmet = new Map(rules.map((rule) => [rule, this.unmetOf(rule)]));
    const findings = this.askAbout(object, rules.filter((rule) => !unmet.get(rule)), readings);
    const concerns = opinionsOf(this.setRulesFor(object), (rule) => this.concernOf(rule, object));
    const involves = opinionsOf(object.pods.length > 0 ? this.involving : [], (rule) => this.involvementOf(rule, object));
    const suppressions = annotatedSuppressions(object);
    const answers = knownAnswers(answersOf(unmet, findings, readings), concerns, involves);
    this.known.add({ shape, ...answers, templates: object.templatePaths, isSuppressed: suppressions.length > 0 }, object);
    return {
      findings,
      suppressions,
      member: this.memberOf(object, concerns.flatMap(({ answer }) => answer ?? []), involves.flatMap(({ answer }) => answer ?? [])),
      likeness: likenessOfFirst(shape),
    };
  }

  private checkLike({ known, likeness }: Fitting<KnownShape>, object: KubeObject): CheckedAlone {
    object.takeTemplatePaths(known.templates);
    const isSame = likeness.values.length === 0;
    const others = isSame ? NO_OTHERS : known.readers.ofOther(changesOf(likeness));
    const concerns: Concern[] = [];
    for (const opinion of others.size === 0 ? known.concerning : known.concerns) {
      const { rule, answer } = opinion;
      const concern = others.has(opinion) ? this.concernOf(rule, object) : answer && renamed(answer, known.shape.names, likeness.names);
      if (concern) {
        concerns.push(concern);
      }
    }
    const involves: number[] = [];
    for (const opinion of known.involves) {
      const involvement = others.has(opinion) ? this.involvementOf(opinion.rule, object) : opinion.answer;
      if (involvement !== undefined) {
        involves.push(involvement);
      }
    }
    return {
      findings: this.askAbout(object, isSame ? known.found : this.rulesToAskAgain(known, likeness.values, others)),
      suppressions: known.isSuppressed ? annotatedSuppressions(object) : [],
      member: this.memberOf(object, concerns, involves),
      likeness,
    };
  }

  private rulesToAskAgain({ alone, found }: KnownShape, changed: readonly Value[], others: ReadonlySet<unknown>): readonly Rule[] {
    const hasAny = this.contents.lookThrough(changed); // the rest is as it was
    if (!hasAny && others.size === 0) {
      return found;
    }
    const rules: Rule[] = [];
    for (const answer of alone) {
      const { rule, isFound, unmet } = answer;
      if (isFound || others.has(answer) || (unmet && hasAny && !this.unmetOf(unmet))) {
        rules.push(rule);
      }
    }
    return rules;
  }

  /** The first condition for which nothing is in what was looked through last. */
  private unmetOf({ needs, mentions }: Condition): Condition | undefined {
    if (needs && !this.contents.hasOneOf(needs)) {
      return { needs };
    }
    return mentions && !this.contents.mentionsOneOf(mentions) ? { mentions } : undefined;
  }

  /** @returns undefined if no rule has to do with it */
  private memberOf(object: KubeObject, concerns: readonly Concern[], involves: readonly number[]): SetMember | undefined {
    const isNeeded = concerns.length > 0 || object.templatePaths.length > 0 || LOOKED_UP.has(object.kind);
    return isNeeded ? new FoundMember(object, concerns, involves.length > 0 ? involves : undefined) : undefined;
  }

  private setRulesFor({ kind, podTemplates: { length } }: KubeObject): readonly Rule[] {
    const key = `${kind} ${length > 0}`;
    const known = this.setRules.get(key) ?? this.forSets.filter(({ kinds }) => kinds ? kinds.includes(kind) : length > 0);
    this.setRules.set(key, known);
    return known;
  }

  private concernOf(rule: Rule, object: KubeObject): Concern | undefined {
    for (const context of this.contexts) {
      const concern = rule.concerns?.(object, context) ?? true;
      if (concern) {
        return { rule: this.numbers.get(rule)!, ...concern !== true && { onlyIf: concern } };
      }
    }
    return undefined;
  }

  private involvementOf(rule: Rule, object: KubeObject): number | undefined {
    return rule.involves?.(object) ? this.numbers.get(rule) : undefined;
  }

  private askAbout(object: KubeObject, rules: readonly Rule[], readings?: Map<Rule, Readings>): Finding[] {
    return rules.length === 0 ? [] : this.ask(rules, (rule, report, context) => {
      for (const pod of object.pods) {
        rule.checkPod?.(pod, report, context);
      }
      rule.checkObject?.(object, report, context);
    }, object, readings);
  }

  private ask(rules: readonly Rule[], question: Question, about: { readonly title: string }, readings?: Map<Rule, Readings>): Finding[] {
    const asked: Question = !readings ? question : (rule, report, context) => {
      const read = readingsOf(() => question(rule, report, context));
      readings.set(rule, joined(readings.get(rule), read));
    };
    const [findings, ...others] = this.contexts.map((context) => askFor(context, rules, asked, about));
    return others.length === 0 ? findings : findingsOfVersions(this.minors, [findings, ...others]);
  }
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
