import { askedOnce } from './asked-once';
import { Field } from '../model/field';
import { ObjectSet } from '../model/object-set';

/** ConfigMaps and Secrets that kustomize makes, or adds keys to. */
export const generatedNames = askedOnce((set: ObjectSet) => namesIn(set, 'configMapGenerator', 'secretGenerator'));

/** Images that kustomize replaces, as manifests name them: without a tag. */
export const replacedImages = askedOnce((set: ObjectSet) => namesIn(set, 'images'));

function namesIn(set: ObjectSet, ...lists: readonly string[]): Set<string | undefined> {
  const kustomizations = ['Kustomization', 'Component'].flatMap((kind) => set.ofKind(kind));
  const entries: Field[] = kustomizations.flatMap((one) => lists.flatMap((list) => one.at(list).items));
  return new Set(entries.filter((entry) => entry.at('newTag').text !== 'latest').map((entry) => entry.at('name').text));
}
