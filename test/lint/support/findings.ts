import { FileChecker } from '../../../src/cli/checking/check-file';
import { Session } from '../../../src/cli/checking/session';
import { Finding } from '../../../src/lint/finding';
import { PodTemplate } from '../../../src/lint/model/pod-templates';
import { OTHER_RULES } from '../../../src/lint/other-rules';
import { Rule } from '../../../src/lint/rule';

export interface Options {
  readonly minor?: number;
  readonly minors?: readonly number[];
  readonly templates?: readonly PodTemplate[];
}

/** One, several in files of their own, or by the names of their files. */
export type Manifests = string | readonly string[] | { readonly [file: string]: string };

/** What rules find in manifests, as the command does. Fails where a file cannot be checked. */
export function findingsOf(rules: readonly Rule[], yaml: Manifests, options: Options = {}): Finding[] {
  const { minor = 34, minors = [minor], templates = [] } = options;
  const named = typeof yaml === 'string' || Array.isArray(yaml) ? Object.fromEntries([yaml].flat().map((text, index) => [`${index}.yaml`, text])) : yaml;
  const files = new Map(Object.entries(named).map(([file, text]) => [file, Buffer.from(text)]));
  const all = { rules: [...new Set([...rules, ...OTHER_RULES])], minors, templates, persona: 'strict' } as const;
  const session = new Session(all, [], (file) => files.get(file)!);
  const checker = new FileChecker(all);
  const results = [...[...files].map(([file, bytes]) => session.add(checker.resultOf(file, () => bytes))), session.finish()];
  const [failure] = results.flatMap(({ failures }) => failures);
  if (failure) {
    throw new Error(failure.message);
  }
  return results.flatMap(({ findings }) => findings);
}

/** The same for one rule in short: `spec.containers.0.name: container name 'logs' is taken twice in this pod`. */
export function messagesOf(rule: Rule, yaml: Manifests, options?: Options): string[] {
  return findingsOf([rule], yaml, options).map(({ place, message }) => `${place.path.join('.')}: ${message}`);
}
