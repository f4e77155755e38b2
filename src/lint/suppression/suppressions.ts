import { didYouMean } from '../../core/values/spelling';
import { ALL_RULES } from '../all-rules';
import { Finding } from '../finding';
import { suppressionWithoutReason, unusedSuppression } from '../other-rules';
import { Rule } from '../rule';
import { covers, rulesIn, Suppression } from './suppression';

const KNOWN = new Map(ALL_RULES.map((rule) => [rule.id, rule]));

/** Takes away what is suppressed, and remembers which suppressions did so. */
export class Suppressions {
  private readonly byRule = new Map<string, Suppression[]>();
  private readonly used = new Set<Suppression>();
  private readonly asked: ReadonlyMap<string, Rule>;

  /** @param asked the rules that are asked: whether a suppression of another one is needed is not known */
  constructor(asked: readonly Rule[]) {
    this.asked = new Map(asked.map((rule) => [rule.id, rule]));
  }

  public add(suppressions: readonly Suppression[]): void {
    for (const suppression of suppressions) {
      for (const rule of rulesIn(suppression)) {
        const others = this.byRule.get(rule);
        if (others) {
          others.push(suppression);
        } else {
          this.byRule.set(rule, [suppression]);
        }
      }
    }
  }

  /** The findings that nothing suppresses. */
  public apply(findings: readonly Finding[]): Finding[] {
    return this.byRule.size === 0 ? [...findings] : findings.filter((finding) => !this.suppress(finding));
  }

  /** What is wrong with the suppressions themselves, after all findings are known. */
  public problems(): Finding[] {
    return [...new Set([...this.byRule.values()].flat())].flatMap((suppression) => this.problemOf(suppression) ?? []);
  }

  private suppress(finding: Finding): boolean {
    const covering = (this.byRule.get(finding.rule) ?? []).filter((suppression) => suppression.reason !== '' && covers(suppression, finding));
    covering.forEach((suppression) => this.used.add(suppression));
    return covering.length > 0;
  }

  private problemOf(suppression: Suppression): Finding | undefined {
    const { rule, reason, written, isWide } = suppression;
    const rules = rulesIn(suppression);
    if (rule === '') {
      return this.about(suppression, unusedSuppression, `${written} names no rule`, "write it like 'pod-lint-ignore RULE: REASON', or remove it");
    }
    if (reason === '') {
      return this.about(suppression, suppressionWithoutReason, `${written} has no reason`, 'say why the finding is accepted, or remove it');
    }
    if (!rules.some((one) => KNOWN.has(one))) {
      const similar = didYouMean(rule, [...KNOWN.keys()]);
      return this.about(suppression, unusedSuppression, `${written} names no rule: there is no '${rule}'${similar}`, 'correct the name of the rule, or remove it');
    }
    if (this.used.has(suppression) || !rules.some((one) => this.asked.has(one))) {
      return undefined;
    }
    return isWide || rules.some((one) => KNOWN.get(one)?.checkAmong)
      ? this.about(suppression, unusedSuppression, `${written} suppresses nothing in what is given`, 'remove it, unless it is needed together with other files', false)
      : this.about(suppression, unusedSuppression, `${written} suppresses nothing`, 'remove it');
  }

  private about({ place, rest }: Suppression, { id, fix }: Rule, message: string, help: string, safe = true): Finding | undefined {
    const rule = this.asked.get(id);
    const mend = fix && rest !== undefined ? { fix: { safe, changes: [{ ...place, ...rest !== '' && { to: rest } }] } } : {};
    return rule && { rule: id, severity: rule.severity, message, help, place, related: [], ...mend };
  }
}
