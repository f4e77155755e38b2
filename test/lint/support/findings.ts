import { parseAllDocuments } from 'yaml';
import { ALL_RULES } from '../../../src/lint/all-rules';
import { checkObject, checkTogether } from '../../../src/lint/check';
import { Finding } from '../../../src/lint/finding';
import { Linter } from '../../../src/lint/linter';
import { PodTemplate, PodTemplates } from '../../../src/lint/model/pod-templates';
import { objectsIn } from '../../../src/lint/objects';
import { Rule } from '../../../src/lint/rule';
import { Suppressions } from '../../../src/lint/suppression/suppressions';

export interface Options {
  readonly minor?: number;
  readonly minors?: readonly number[];
  readonly templates?: readonly PodTemplate[];
}

/** What rules find in manifests, as the command would. */
export function findingsOf(rules: readonly Rule[], yaml: string, { minor = 34, minors = [minor], templates: named }: Options = {}): Finding[] {
  const linter = new Linter({ rules, minors, persona: 'strict' });
  const templates = new PodTemplates(named);
  const suppressions = new Suppressions(new Set(ALL_RULES.map(({ id }) => id)));
  const objects = parseAllDocuments(yaml).flatMap((document, index) => objectsIn(document.toJS(), templates, { document: index }));
  const checked = objects.map((object) => checkObject(linter, object));
  const together = checkTogether(linter, checked.map(({ kept }) => kept), templates, `the ${objects.length} objects given`);
  checked.forEach((object) => suppressions.add(object.suppressions));
  return [...suppressions.apply([...checked.flatMap(({ findings }) => findings), ...together]), ...suppressions.problems()];
}

/** The same for one rule in short: `spec.containers.0.name: container name 'logs' is taken twice in this pod`. */
export function messagesOf(rule: Rule, yaml: string, options?: Options): string[] {
  return findingsOf([rule], yaml, options).map(({ place, message }) => `${place.path.join('.')}: ${message}`);
}
