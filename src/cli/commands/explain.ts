import { didYouMean } from '../../core/values/spelling';
import { ALL_RULES } from '../../lint/all-rules';
import { Rule } from '../../lint/rule';
import { pageOf } from '../../lint/rule-page';
import { Output } from '../output';
import { CLEAN } from './exit-codes';

/**
 * Says what rules are about, or lists all rules.
 *
 * @returns the exit code
 */
export function explain(ids: readonly string[], output: Output): number {
  if (ids.length === 0) {
    const width = Math.max(...ALL_RULES.map((rule) => rule.id.length));
    ALL_RULES.forEach((rule) => output.write(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.what}\n`));
    return CLEAN;
  }
  output.write(ids.map(ruleNamed).map(pageOf).join('\n'));
  return CLEAN;
}

function ruleNamed(id: string): Rule {
  const rule = ALL_RULES.find((candidate) => candidate.id === id);
  if (!rule) {
    throw new Error(`there is no rule '${id}'${similarTo(id)}: 'cdk8s-pod-patterns explain' lists all`);
  }
  return rule;
}

/** Rules that are spelled like it, or have it in their ids. */
function similarTo(id: string): string {
  const ids = ALL_RULES.map((one) => one.id);
  const having = ids.filter((one) => one.includes(id));
  return didYouMean(id, ids) || (having.length > 0 ? ` (did you mean '${having.join("', '")}'?)` : '');
}
