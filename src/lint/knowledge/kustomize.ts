import { askedOnce } from './asked-once';
import { Field, Subject } from '../model/field';
import { KubeObject } from '../model/kube-object';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';

/** ConfigMaps and Secrets that kustomize makes, or adds keys to. */
export const generatedNames = askedOnce((set: ObjectSet) => namesIn(set, 'configMapGenerator', 'secretGenerator'));

/** Images that kustomize replaces, as manifests name them: without a tag. */
export const replacedImages = askedOnce((set: ObjectSet) => new Set([
  ...namesIn(set, 'images'),
  ...set.ofKind('ImageTagTransformer').map((transformer) => transformer.at('imageTag', 'name').text),
]));

/** Workloads whose number of replicas kustomize sets. */
export const rescaledNames = askedOnce((set: ObjectSet) => namesIn(set, 'replicas'));

/** Labels that kustomize sets. */
export const addedLabels = askedOnce((set: ObjectSet) => new Set([
  ...kustomizations(set).map((one) => one.at('commonLabels')),
  ...entries(set, 'labels').map((entry) => entry.at('pairs')),
].flatMap((labels) => labels.fields.map(({ key }) => key))));

/** Whether one of the objects, or of the objects of the pods, gets more from patches, such as a container with ports. */
export function arePatched(set: ObjectSet, pods: readonly Pod[], ...others: readonly Subject[]): boolean {
  return [...others, ...pods.map(({ object }) => object)].some((object) => areUnknown(set, object) || set.hasPatch(object));
}

/** Whether patches may give the pods other ports, or lead the Service to others. */
export function getPorts(set: ObjectSet, pods: readonly Pod[], service: Subject): boolean {
  return [service, ...pods.map(({ object }) => object)].some((object) => areUnknown(set, object) || set.patchesOf(object).some(hasPorts));
}

function hasPorts(object: KubeObject): boolean {
  return object.at('spec', 'ports').exists || object.pods.some(({ containers }) => containers.some(({ ports }) => ports.length > 0));
}

/** Whether it is changed in a way that no object tells. */
function areUnknown(set: ObjectSet, { origin, kind, name }: Subject): boolean {
  return origin.kustomized?.isTransformed === true || patchTargets(set).some((target) => matches(target.kind, kind) && matches(target.name, name));
}

/** What patches are for that are not files of their own: those in the kustomization itself, lists of operations, and replacements. */
const patchTargets = askedOnce((set: ObjectSet) => [...patchedKinds(set), ...entries(set, 'replacements').flatMap((entry) => entry.at('targets').items)
  .map((target) => ({ kind: target.at('select', 'kind').text, name: target.at('select', 'name').text }))]);

const patchedKinds = (set: ObjectSet): { kind?: string; name?: string }[] => entries(set, 'patches', 'patchesJson6902').flatMap((entry) => {
  const text = entry.at('patch').text ?? '';
  const target = entry.at('target');
  return target.exists || text === ''
    ? [{ kind: target.at('kind').text, name: target.at('name').text ?? (target.exists ? undefined : '') }]
    : text.split(/^---/m).map((document) => ({ kind: /^\s*kind:\s*["']?([\w.-]+)/m.exec(document)?.[1], name: /^\s+name:\s*["']?([\w.-]+)/m.exec(document)?.[1] }));
});

/** Whether objects may be built with it that are not given. */
export function hasUnknownNeighbours({ origin }: Subject): boolean {
  return origin.kustomized?.hasMore ?? false;
}

/** The names that an object can mean with one: as it is, and without what a kustomization puts around names. */
export function namesMeant(name: string, { origin }: Subject): string[] {
  const without = (origin.kustomized?.affixes ?? []).filter(({ prefix, suffix }) => name.startsWith(prefix) && name.endsWith(suffix))
    .map(({ prefix, suffix }) => name.slice(prefix.length, name.length - suffix.length));
  return [name, ...without];
}

/** A target has regular expressions, and selects everything where it says nothing. */
function matches(pattern: string | undefined, text: string): boolean {
  try {
    return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return false;
  }
}

function kustomizations(set: ObjectSet): readonly KubeObject[] {
  return ['Kustomization', 'Component'].flatMap((kind) => set.ofKind(kind));
}

function entries(set: ObjectSet, ...lists: readonly string[]): Field[] {
  return kustomizations(set).flatMap((one) => lists.flatMap((list) => one.at(list).items));
}

function namesIn(set: ObjectSet, ...lists: readonly string[]): Set<string | undefined> {
  return new Set(entries(set, ...lists).filter((entry) => entry.at('newTag').text !== 'latest').map((entry) => entry.at('name').text));
}
