import * as fs from 'node:fs';
import * as path from 'node:path';
import { SourceFile } from './source-file';
import { isMapping } from '../../lint/model/field';

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What the kustomizations beside or above files say of them. */
export interface Kustomizations {
  /** Files that are patches, as absolute paths: a patch looks like a manifest, and most of it stands elsewhere. */
  readonly patches: readonly string[];
  /** The names in `vars`: kustomize puts in values for them. */
  readonly variables: readonly string[];
}

export function kustomizationsOf(files: readonly string[]): Kustomizations {
  const folders = new Set(files.map((file) => path.dirname(path.resolve(file))));
  folders.forEach((folder) => folders.add(path.dirname(folder))); // those that are added are visited too
  const kustomizations = [...folders].flatMap((folder) => KUSTOMIZATIONS.map((name) => path.join(folder, name)))
    .filter((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap((file) => mappingsIn(file).map((value) => ({ value, folder: path.dirname(file) })));
  return {
    patches: kustomizations.flatMap(({ value, folder }) => patchesOf(value).map((patch) => path.resolve(folder, patch))),
    variables: kustomizations.flatMap(({ value }) => fields(value.vars, 'name')),
  };
}

type Mapping = { readonly [key: string]: unknown };

function patchesOf(value: Mapping): string[] {
  const named = ['patches', 'patchesJson6902'].flatMap((list) => fields(value[list], 'path'));
  return [...listed(value.patchesStrategicMerge).filter(isText), ...named];
}

function mappingsIn(file: string): Mapping[] {
  try {
    return new SourceFile(file, fs.readFileSync(file)).documents.map(({ value }) => value).filter(isMapping);
  } catch {
    return []; // it is reported where it is checked itself
  }
}

/** A field of each element of a list. */
function fields(list: unknown, name: string): string[] {
  return listed(list).map((element) => isMapping(element) ? element[name] : undefined).filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
