import { FileCheckerOptions } from './check-file';
import { ALL_RULES } from '../../lint/all-rules';
import { Kustomized } from '../../lint/model/field';
import { PodTemplate } from '../../lint/model/pod-templates';
import { Persona, Rule, Severity } from '../../lint/rule';

/** How to check, as plain data that can be sent to another thread. */
export interface CheckSettings {
  readonly minors: readonly number[];
  readonly persona: Persona;
  /** Severities of rules by their ids, where they are not those that the rules have; 'off' takes a rule away. */
  readonly severities: { readonly [rule: string]: Severity | 'off' };
  readonly templates: readonly PodTemplate[];
  /** What kustomizations do with files, by real path. */
  readonly kustomized: ReadonlyMap<string, Kustomized>;
  /** The names that `vars` of kustomizations replace. */
  readonly variables: readonly string[];
}

/** The rules as set: a rule that was given a severity is asked whoever wants to hear of it. */
export function rulesOf({ severities }: CheckSettings): Rule[] {
  return ALL_RULES.flatMap((rule) => {
    const severity = Object.hasOwn(severities, rule.id) ? severities[rule.id] : undefined;
    return severity === 'off' ? [] : severity ? [{ ...rule, severity, persona: 'regular' as const }] : [rule];
  });
}

export function checkerOptions(settings: CheckSettings): FileCheckerOptions {
  return { ...settings, rules: rulesOf(settings) };
}
