import { Finding } from '../finding';
import { suppressionWithoutReason, unusedSuppression } from '../other-rules';
import { Rule } from '../rule';
import { covers, Suppression } from './suppression';

/** Takes away what is suppressed, and remembers which suppressions did so. */
export class Suppressions {
  private readonly byRule = new Map<string, Suppression[]>();
  private readonly used = new Set<Suppression>();

  /** @param known the ids of all rules that there are */
  constructor(private readonly known: ReadonlySet<string>) {}

  public add(suppressions: readonly Suppression[]): void {
    for (const suppression of suppressions) {
      this.byRule.set(suppression.rule, [...this.byRule.get(suppression.rule) ?? [], suppression]);
    }
  }

  /** The findings that nothing suppresses. */
  public apply(findings: readonly Finding[]): Finding[] {
    return this.byRule.size === 0 ? [...findings] : findings.filter((finding) => !this.suppress(finding));
  }

  /** What is wrong with the suppressions themselves, after all findings are known. */
  public problems(): Finding[] {
    return [...this.byRule.values()].flat().flatMap((suppression) => this.problemOf(suppression) ?? []);
  }

  private suppress(finding: Finding): boolean {
    const covering = (this.byRule.get(finding.rule) ?? []).filter((suppression) => suppression.reason !== '' && covers(suppression, finding));
    covering.forEach((suppression) => this.used.add(suppression));
    return covering.length > 0;
  }

  private problemOf(suppression: Suppression): Finding | undefined {
    const { rule, reason, written } = suppression;
    if (reason === '') {
      return about(suppression, suppressionWithoutReason, `${written} has no reason`, 'say why the finding is accepted, or take it away');
    }
    if (!this.known.has(rule)) {
      return about(suppression, unusedSuppression, `${written} names no rule: there is no '${rule}'`, 'correct the name of the rule, or take it away');
    }
    return this.used.has(suppression)
      ? undefined
      : about(suppression, unusedSuppression, `${written} suppresses nothing`, 'take it away');
  }
}

function about({ place, removable }: Suppression, rule: Rule, message: string, help: string): Finding {
  const fix = rule.fix && removable ? { fix: { safe: rule.fix === 'safe', changes: [place] } } : {};
  return { rule: rule.id, severity: rule.severity, message, help, place, related: [], ...fix };
}
