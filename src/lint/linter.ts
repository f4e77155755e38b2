import { Finding, findingOf } from './finding';
import { KubeObject } from './model/kube-object';
import { ObjectSet } from './model/object-set';
import { Context, Persona, Report, Rule } from './rule';

export interface LinterOptions {
  readonly rules: readonly Rule[];
  /** The minor version of Kubernetes that the manifests are for. */
  readonly minor: number;
  /** The strict persona is told what the regular one is told, and more. */
  readonly persona: Persona;
}

/** Asks the rules about objects. */
export class Linter {
  private readonly rules: readonly Rule[];
  private readonly context: Context;

  constructor({ rules, minor, persona }: LinterOptions) {
    this.rules = rules.filter((rule) => rule.persona === 'regular' || persona === 'strict');
    this.context = { minor };
  }

  /** What is wrong with one object by itself. */
  public checkObject(object: KubeObject): Finding[] {
    return this.ask((rule, report) => {
      object.pods.forEach((pod) => rule.checkPod?.(pod, report, this.context));
      rule.checkObject?.(object, report, this.context);
    });
  }

  /** What is wrong with objects because of one another. */
  public checkSet(set: ObjectSet): Finding[] {
    return this.ask((rule, report) => rule.checkSet?.(set, report, this.context));
  }

  private ask(question: (rule: Rule, report: Report) => void): Finding[] {
    const findings: Finding[] = [];
    for (const rule of this.rules) {
      question(rule, (problem) => findings.push(findingOf(rule, problem)));
    }
    return findings;
  }
}
