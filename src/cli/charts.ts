import * as fs from 'node:fs';
import * as path from 'node:path';
import { foldersAbove } from './folders-above';

/** A Helm chart, whose templates are no manifests before Helm has rendered them. */
export interface Chart {
  readonly folder: string;
  readonly templates: readonly string[];
  /** Whether an argument names it, or a folder in it. */
  readonly isNamed: boolean;
}

const CHART = 'Chart.yaml';

/** Folders of a chart whose files Helm renders; templates take those of the second one in. */
const TEMPLATES = ['templates', 'files'];

/**
 * The charts that files belong to; charts in a chart are a part of it.
 *
 * @param argument the folder that the files were found in
 */
export function chartsOf(files: readonly string[], argument: string): Chart[] {
  const above = foldersAbove(argument).filter((folder) => fs.existsSync(path.join(folder, CHART)));
  const below = files.filter((file) => path.basename(file) === CHART).map((file) => path.dirname(file));
  const folders = new Set([...above, ...below].map((folder) => path.resolve(folder)));
  const templates = new Map<string, string[]>();
  for (const file of folders.size === 0 ? [] : files) {
    const around = foldersAbove(path.dirname(file));
    if (around.some((folder) => TEMPLATES.includes(path.basename(folder)) && folders.has(path.dirname(folder)))) {
      const outermost = around.filter((folder) => folders.has(folder)).at(-1)!;
      templates.set(outermost, [...templates.get(outermost) ?? [], file]);
    }
  }
  return [...templates].map(([folder, own]) => ({ folder: path.relative('', folder) || '.', templates: own, isNamed: above.includes(folder) }));
}

/** @param command the one to read what is rendered */
export function whyLeftOut({ folder, templates }: Chart, command: string): string {
  const files = templates.length === 1 ? '1 template' : `${templates.length} templates`;
  return `${files} of the chart '${folder}' left out: read what Helm renders, with 'helm template ${folder} | cdk8s-pod-patterns ${command} -'`;
}
