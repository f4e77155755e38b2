import { Finding } from './finding';
import { keptFields } from './kept-fields';
import { Linter } from './linter';
import { Origin } from './model/field';
import { KubeObject } from './model/kube-object';
import { ObjectSet, podLabels, SetMember } from './model/object-set';
import { PodTemplates } from './model/pod-templates';
import { annotatedSuppressions } from './suppression/annotations';
import { Suppression } from './suppression/suppression';

/** What is known of one object after it has been looked at alone: plain data. */
export interface CheckedObject {
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  /** None where no rule that crosses objects reads it. */
  readonly kept?: KeptObject;
}

/** What is kept of an object for rules that cross objects: its fields as JSON, which takes a fraction of the memory that they take. */
export interface KeptObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels: readonly string[];
  readonly concerned: readonly number[];
  readonly json: string;
  readonly origin: Origin;
}

export function checkObject(linter: Linter, object: KubeObject): CheckedObject {
  return { findings: linter.checkObject(object), suppressions: annotatedSuppressions(object), kept: kept(linter, object) };
}

function kept(linter: Linter, object: KubeObject): KeptObject | undefined {
  const { kind, name, namespace, origin } = object;
  const fields = keptFields(object.root.value, object.pods.length > 0);
  return fields && { kind, name, namespace, labels: podLabels(object), concerned: linter.concerned(object), json: JSON.stringify(fields), origin };
}

/** How many objects are in memory as such. */
const READ_AT_ONCE = 16;

export function checkTogether(linter: Linter, all: readonly KeptObject[], templates: PodTemplates, where: string): Finding[] {
  const objects = new Map<KeptObject, KubeObject>();
  const read = (member: KeptObject): KubeObject => {
    const known = objects.get(member);
    if (known) {
      return known;
    }
    if (objects.size === READ_AT_ONCE) {
      objects.clear();
    }
    const object = new KubeObject(JSON.parse(member.json), templates, member.origin);
    objects.set(member, object);
    return object;
  };
  const members = all.map((member): SetMember => {
    const { file, isPatch } = member.origin;
    return { ...member, file, isPatch, read: () => read(member) };
  });
  return linter.checkSet(new ObjectSet(members, where));
}
