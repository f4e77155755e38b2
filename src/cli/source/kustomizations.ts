import * as fs from 'node:fs';
import * as path from 'node:path';
import { SourceFile } from './source-file';
import { isMapping, Kustomized } from '../../lint/model/field';
import { realPath } from '../links';
import { statOf } from '../stat-of';

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Fields whose effect is not known: what they change, and what they add. */
const CHANGING = ['transformers', 'replacements'];
const ADDING = ['generators', 'helmCharts', 'helmChartInflationGenerator'];

/** What the kustomizations beside, above or below files say of them. */
export interface Kustomizations {
  /** By real path: of files that are in a folder of a kustomization, or that one names. */
  readonly kustomized: ReadonlyMap<string, Kustomized>;
  /** The names in `vars`: kustomize puts in values for them. */
  readonly variables: readonly string[];
  /** What has an effect that is not known, such as `transformers`. */
  readonly unapplied: readonly { readonly folder: string; readonly field: string }[];
}

export function kustomizationsOf(files: readonly string[]): Kustomizations {
  const all = new Map<string, Kustomization>();
  const folders = new Set([...new Set(files.map((file) => path.dirname(file)))].map(realPath));
  for (const folder of folders) { // those that are added are visited too
    const found = kustomizationIn(folder);
    if (found) {
      all.set(folder, found);
    }
    [path.dirname(folder), ...found?.parts ?? []].forEach((other) => folders.add(other));
  }
  const own = [...all.values()];
  return {
    kustomized: kustomizedFiles(files, all),
    variables: own.flatMap(({ values }) => values.flatMap(({ vars }) => fields(vars, 'name'))),
    unapplied: own.flatMap(({ folder, values, isRemote }) => [
      ...[...CHANGING, ...ADDING].filter((field) => has(values, field)),
      ...isRemote ? ['remote resources'] : [],
    ].map((field) => ({ folder, field }))),
  };
}

/** The mappings of a kustomization file, and the paths in them as real ones. */
interface Kustomization {
  readonly folder: string;
  readonly values: readonly Mapping[];
  /** Folders with kustomizations that it takes in. */
  readonly parts: readonly string[];
  readonly files: readonly string[];
  readonly patches: readonly string[];
  /** Whether it names what is not on this machine. */
  readonly isRemote: boolean;
}

type Mapping = { readonly [key: string]: unknown };

function kustomizationIn(folder: string): Kustomization | undefined {
  const file = KUSTOMIZATIONS.map((name) => path.join(folder, name)).find((name) => statOf(name)?.isFile());
  if (!file) {
    return undefined;
  }
  const values = mappingsIn(file);
  const taken = values.flatMap((value) => ['resources', 'bases', 'components'].flatMap((list) => listed(value[list]).filter(isText)))
    .map((name) => realPath(path.resolve(folder, name)));
  const stats = taken.map((name) => statOf(name));
  return {
    folder,
    values,
    parts: taken.filter((_, index) => stats[index]?.isDirectory()),
    files: taken.filter((_, index) => stats[index]?.isFile()),
    patches: values.flatMap(patchesOf).map((name) => realPath(path.resolve(folder, name))),
    isRemote: stats.includes(undefined),
  };
}

function kustomizedFiles(files: readonly string[], all: ReadonlyMap<string, Kustomization>): Map<string, Kustomized> {
  const known = new Map<string, Kustomized>();
  for (const file of all.size === 0 ? [] : files.map(realPath)) {
    if (all.has(path.dirname(file))) {
      known.set(file, NOWHERE);
    }
  }
  for (const { folder } of all.values()) {
    const build = partsOf(folder, all);
    const components = build.filter(({ values }) => values.some(({ kind }) => kind === 'Component'));
    const values = [...all.get(folder)!.values, ...components.flatMap((one) => one.values)];
    const effect = {
      setsNamespace: has(values, 'namespace'),
      isTransformed: has(values, 'transformers') || values.some(({ replacements }) => fields(replacements, 'path').length > 0),
      hasMore: build.some((part) => part.isRemote || has(part.values, ...ADDING)),
    };
    const affix = { prefix: textOf(values, 'namePrefix'), suffix: textOf(values, 'nameSuffix') };
    const affixes = affix.prefix + affix.suffix === '' ? [] : [affix];
    for (const file of new Set(build.flatMap((part) => [...part.files, ...part.patches]))) {
      const before = known.get(file) ?? NOWHERE;
      known.set(file, {
        builds: [...before.builds, folder],
        isPatch: before.isPatch || build.some(({ patches }) => patches.includes(file)),
        setsNamespace: before.setsNamespace || effect.setsNamespace,
        isTransformed: before.isTransformed || effect.isTransformed,
        hasMore: before.hasMore || effect.hasMore,
        affixes: [...before.affixes, ...affixes],
      });
    }
  }
  return known;
}

const NOWHERE: Kustomized = { builds: [], isPatch: false, setsNamespace: false, isTransformed: false, hasMore: false, affixes: [] };

/** A kustomization and all that it takes in. */
function partsOf(folder: string, all: ReadonlyMap<string, Kustomization>): Kustomization[] {
  const folders = new Set([folder]);
  folders.forEach((one) => all.get(one)?.parts.forEach((part) => folders.add(part)));
  return [...folders].flatMap((one) => all.get(one) ?? []);
}

function patchesOf(value: Mapping): string[] {
  const named = ['patches', 'patchesJson6902'].flatMap((list) => fields(value[list], 'path'));
  return [...listed(value.patchesStrategicMerge).filter(isText), ...named];
}

function mappingsIn(file: string): Mapping[] {
  try {
    return new SourceFile(file, fs.readFileSync(file)).content().documents.map(({ value }) => value).filter(isMapping);
  } catch {
    return []; // it is reported where it is checked itself
  }
}

/** A field of each element of a list. */
function fields(list: unknown, name: string): string[] {
  return listed(list).map((element) => isMapping(element) ? element[name] : undefined).filter(isText);
}

function has(values: readonly Mapping[], ...names: readonly string[]): boolean {
  return values.some((value) => names.some((name) => isText(value[name]) || listed(value[name]).length > 0));
}

function textOf(values: readonly Mapping[], name: string): string {
  return values.map((value) => value[name]).filter(isText).join('');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
