import { isMapping, Origin, Path } from './model/field';
import { KubeObject } from './model/kube-object';
import { PodTemplates } from './model/pod-templates';

/** The objects in a document: itself, or what a List holds. */
export function objectsIn(document: unknown, templates: PodTemplates, origin: Origin = {}): KubeObject[] {
  return readersOf(document, templates, origin).map((read) => read());
}

/** The same to be made when they are needed. */
export function readersOf(document: unknown, templates: PodTemplates, origin: Origin): (() => KubeObject)[] {
  return unpack(document, []).map(({ value, prefix }) => (
    () => new KubeObject(value, templates, prefix.length === 0 ? origin : { ...origin, construct: origin.construct, prefix })));
}

interface Unpacked {
  readonly value: unknown;
  readonly prefix: Path;
}

/** A document without a kind is no object, and left alone: values files and the like stand beside manifests. */
function unpack(value: unknown, prefix: Path): Unpacked[] {
  if (!isMapping(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') {
    return [];
  }
  return value.kind.endsWith('List') && Array.isArray(value.items)
    ? value.items.flatMap((item, index) => unpack(item, [...prefix, 'items', index]))
    : [{ value, prefix }];
}
