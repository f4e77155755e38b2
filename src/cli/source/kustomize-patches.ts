import * as fs from 'node:fs';
import * as path from 'node:path';
import { SourceFile } from './source-file';
import { isMapping } from '../../lint/model/field';

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The files that kustomizations beside or above the given files name as patches, as absolute paths: a patch looks like a manifest, and most of
 * it stands elsewhere.
 */
export function patchFiles(files: readonly string[]): string[] {
  const folders = new Set(files.map((file) => path.dirname(path.resolve(file))));
  folders.forEach((folder) => folders.add(path.dirname(folder))); // those that are added are visited too
  return [...folders].flatMap((folder) => KUSTOMIZATIONS.map((name) => path.join(folder, name)))
    .filter((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap(patchesOf);
}

function patchesOf(file: string): string[] {
  return documentsOf(file).flatMap((value) => isMapping(value) ? [
    ...listed(value.patchesStrategicMerge),
    ...['patches', 'patchesJson6902'].flatMap((list) => listed(value[list])).map((patch) => isMapping(patch) ? patch.path : undefined),
  ] : []).filter((patch) => typeof patch === 'string').map((patch) => path.resolve(path.dirname(file), patch));
}

function documentsOf(file: string): unknown[] {
  try {
    return new SourceFile(file, fs.readFileSync(file)).documents.map(({ value }) => value);
  } catch {
    return []; // it is reported where it is checked itself
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
