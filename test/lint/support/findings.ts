import { parseAllDocuments } from 'yaml';
import { Finding } from '../../../src/lint/finding';
import { keptFields } from '../../../src/lint/kept-fields';
import { Linter } from '../../../src/lint/linter';
import { KubeObject } from '../../../src/lint/model/kube-object';
import { ObjectSet } from '../../../src/lint/model/object-set';
import { PodTemplates } from '../../../src/lint/model/pod-templates';
import { Rule } from '../../../src/lint/rule';

export interface Options {
  readonly minor?: number;
}

/** What rules find in manifests, as the command would. */
export function findingsOf(rules: readonly Rule[], yaml: string, { minor = 34 }: Options = {}): Finding[] {
  const linter = new Linter({ rules, minor, persona: 'strict' });
  const templates = new PodTemplates();
  const objects = parseAllDocuments(yaml).map((document) => new KubeObject(document.toJS(), templates));
  const kept = objects.map((object) => new KubeObject(keptFields(object.root.value, object.pods.length > 0), templates));
  return [
    ...objects.flatMap((object) => linter.checkObject(object)),
    ...linter.checkSet(new ObjectSet(kept, `the ${objects.length} objects given`)),
  ];
}

/** The same for one rule in short: `spec.containers.0.name: container name 'logs' is taken twice in this pod`. */
export function messagesOf(rule: Rule, yaml: string, options?: Options): string[] {
  return findingsOf([rule], yaml, options).map(({ place, message }) => `${place.path.join('.')}: ${message}`);
}
