import { ALL_RULES } from '../../lint/all-rules';
import { pageOf } from '../../lint/rule-page';
import { Output } from '../output';
import { CLEAN } from './summary';

/**
 * Says what a rule is about, or lists all rules.
 *
 * @returns the exit code
 */
export function explain(id: string | undefined, output: Output): number {
  if (id === undefined) {
    const width = Math.max(...ALL_RULES.map((rule) => rule.id.length));
    ALL_RULES.forEach((rule) => output.write(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.what}\n`));
    return CLEAN;
  }
  const rule = ALL_RULES.find((candidate) => candidate.id === id);
  if (!rule) {
    throw new Error(`there is no rule '${id}': 'cdk8s-pod-patterns explain' lists all`);
  }
  output.write(pageOf(rule));
  return CLEAN;
}
