import { isMapping, Origin, Path } from './model/field';
import { KubeObject } from './model/kube-object';
import { PodTemplates } from './model/pod-templates';

/** The objects in a document: itself, or what a List, or a template of OpenShift, holds. */
export function objectsIn(document: unknown, templates: PodTemplates, origin: Origin = {}): KubeObject[] {
  return readersOf(document, templates, origin).map((read) => read());
}

/** The same to be made when they are needed. */
export function readersOf(document: unknown, templates: PodTemplates, origin: Origin): (() => KubeObject)[] {
  const readers: (() => KubeObject)[] = [];
  for (const { value, prefix } of unpack(document, [])) {
    readers.push(() => new KubeObject(value, templates, prefix.length === 0 ? origin : { ...origin, construct: origin.construct, prefix }));
  }
  return readers;
}

/** What an object says that a document holds there. @throws if there is none */
export function heldAt(value: unknown, [key, index, ...rest]: Path): unknown {
  const holder = value as { readonly [key: string]: unknown[] };
  return key === undefined ? value : heldAt(withKind(holder[key][index as number], holder), rest);
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
  const key = value.kind.endsWith('List') ? 'items' : isTemplate(value) ? 'objects' : undefined;
  const held = key && value[key];
  return Array.isArray(held) ? held.flatMap((item, index) => unpack(withKind(item, value), [...prefix, key!, index])) : [{ value, prefix }];
}

/** In a `PodList` as a server answers, the pods do not say again what they are. */
function withKind(item: unknown, { apiVersion, kind }: { readonly [key: string]: unknown }): unknown {
  const of = /^(.+)List$/.exec(String(kind));
  return of && isMapping(item) && item.kind === undefined ? { ...item, apiVersion, kind: of[1] } : item;
}

/** https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/images/using-templates; older ones have no group. */
function isTemplate({ kind, apiVersion }: { readonly [key: string]: unknown }): boolean {
  return kind === 'Template' && /^(template\.openshift\.io\/)?v1$/.test(String(apiVersion));
}
