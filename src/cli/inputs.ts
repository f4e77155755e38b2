import * as fs from 'node:fs';
import * as path from 'node:path';
import { globSync } from 'tinyglobby';
import { Chart, chartsOf, whyLeftOut } from './charts';
import { detached } from './detached';
import { contentOf, FolderContent } from './folder';
import { isLink, statOf } from './stat-of';
import { memoized } from '../core/values/memoized';

/** The name of standard input among files. */
export const STDIN = '<stdin>';

const EXTENSIONS = ['yaml', 'yml', 'json', 'jsonl'];

/** What arguments name. */
export interface Inputs {
  /** The command that they are given to. */
  readonly command: string;
  readonly files: readonly string[];
  /** The files that may be links. */
  readonly links: ReadonlySet<string>;
  /** The arguments that name nothing that can be checked, and why. */
  readonly missing: readonly MissingInput[];
  /** What is below the folders that arguments name and is no file, such as named pipes. */
  readonly skipped: readonly string[];
  /** Charts below the folders that arguments name. */
  readonly charts: readonly Chart[];
}

export interface MissingInput {
  readonly argument: string;
  readonly message: string;
}

/**
 * The files that arguments name: files, directories with all YAML and JSON below them but for templates of charts, globs, and `-` for what is
 * piped in. Each is there once, with a path relative to the working directory if it is below it.
 *
 * @param command the one that they are given to
 * @throws if no argument names anything
 */
export function inputsOf(args: readonly string[], command: string): Inputs {
  const missing: MissingInput[] = [];
  const skipped: string[] = [];
  const charts: Chart[] = [];
  const links = new Set<string>();
  const named = naming();
  const files = args.flatMap((argument) => {
    const { files: found, problems, ...others } = argument === '-' ? filesAlone([STDIN]) : filesOf(argument);
    others.links.forEach((file) => links.add(named(file)));
    others.skipped.forEach((file) => skipped.push(file));
    problems.forEach(({ path: of, message }) => missing.push({ argument: of, message }));
    const own = found.includes(argument) || argument === '-' ? [] : chartsOf(found, fs.existsSync(argument) ? argument : '.');
    const templates = new Set(own.flatMap((chart) => chart.templates));
    charts.push(...own);
    missing.push(...own.filter(({ isNamed }) => isNamed).map((chart) => ({ argument, message: whyLeftOut(chart, command) })));
    if (found.length + problems.length === 0) {
      missing.push({ argument, message: whyNothing(argument) });
    }
    return found.filter((file) => !templates.has(file));
  });
  if (files.length === 0) {
    throw new Error(missing[0].message);
  }
  return { command, files: [...new Set(files.map(named))], links, missing, skipped, charts: charts.filter(({ isNamed }) => !isNamed) };
}

/** Whether it is standard input or, as a shell writes `<(helm template web)`, the output of a program. */
export function isStream(file: string): boolean {
  return file === STDIN || /^\/(dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/.test(file);
}

export function isFile(argument: string): boolean {
  return statOf(argument)?.isFile() ?? false;
}

function filesOf(argument: string): FolderContent {
  try {
    const stat = fs.statSync(argument, { throwIfNoEntry: false });
    return stat?.isDirectory() ? contentOf(argument, EXTENSIONS) : filesAlone(stat ? [argument] : glob(argument.split(path.sep).join('/')));
  } catch (error) {
    return { ...filesAlone([]), problems: [{ path: argument, message: (error as Error).message }] };
  }
}

function filesAlone(files: readonly string[]): FolderContent {
  return { files, links: files.filter((file) => !isStream(file)), skipped: [], problems: [] };
}

function whyNothing(argument: string): string {
  return isLink(argument) ? `'${argument}' is a link to '${fs.readlinkSync(argument)}', which does not exist` : fs.existsSync(argument) ? `there is no file with the ending ${EXTENSIONS.join(', ')} in '${argument}'`
    : `'${argument}' is not a file, a directory or a glob that matches files`;
}

/** Names files from the working directory if they are below it. */
function naming(): (file: string) => string {
  const folderName = memoized((folder) => { // most files are in the folder of another one
    const relative = path.relative('', folder);
    const name = relative.startsWith('..') ? path.normalize(folder) : relative;
    return name === '' ? '' : name.replace(/[/\\]?$/, path.sep);
  });
  return (file) => isStream(file) ? file : detached(folderName(path.dirname(file)) + path.basename(file));
}

function glob(pattern: string): string[] {
  return globSync(pattern, { dot: false, ignore: ['**/node_modules/**', '**/.git/**'], expandDirectories: false })
    .map((file) => path.join(file))
    .sort();
}
