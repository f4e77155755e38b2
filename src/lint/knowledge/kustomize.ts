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
  const targets = patchTargets(set);
  return [...others, ...pods.map(({ object }) => object)].some((object) => set.hasPatch(object)
    || targets.some(({ kind, name }) => matches(kind, object.kind) && matches(name, object.name)));
}

/** What patches are for that are not files of their own: those in the kustomization itself, and lists of operations. */
const patchTargets = askedOnce((set: ObjectSet) => entries(set, 'patches', 'patchesJson6902').map((entry) => {
  const text = entry.at('patch').text ?? '';
  const target = entry.at('target');
  return target.exists || text === ''
    ? { kind: target.at('kind').text, name: target.at('name').text ?? (target.exists ? undefined : '') }
    : { kind: /^\s*kind:\s*["']?([\w.-]+)/m.exec(text)?.[1], name: /^\s+name:\s*["']?([\w.-]+)/m.exec(text)?.[1] };
}));

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
