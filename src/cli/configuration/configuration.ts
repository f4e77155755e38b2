import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ConfigurationReader } from './configuration-reader';
import { matchesGlob, nameFrom } from './globs';
import { IgnoredFinding, rulesMeant } from './ignored-finding';
import { ALL_RULES } from '../../lint/all-rules';
import { minorOf } from '../../lint/kubernetes-version';
import { PodTemplate } from '../../lint/model/pod-templates';
import { Severity } from '../../lint/rule';
import { ErrorInFile } from '../failure';
import { foldersAbove } from '../folders-above';
import { isStream } from '../inputs';
import { SourceFile } from '../source/source-file';
import { NotText } from '../source/text';
import { statOf } from '../stat-of';

/** What a configuration file may say; command-line options go before it. */
export interface Configuration {
  readonly kubernetes?: readonly string[];
  readonly strict?: boolean;
  readonly failOn?: Severity;
  readonly severities: { readonly [rule: string]: Severity | 'off' };
  /** Whether a file is left out. */
  readonly excludes: (file: string) => boolean;
  readonly templates: readonly PodTemplate[];
  readonly ignored: readonly IgnoredFinding[];
  /** The path of the file. */
  readonly baseline?: string;
}

/** Taken where no other file is named. */
const CONFIGURATION_FILE = 'pod-lint.yaml';

const RULE_IDS = ALL_RULES.map(({ id }) => id);
const SEVERITIES = ['error', 'warning', 'info'] as const;
const NOTHING: Configuration = { severities: {}, excludes: () => false, templates: [], ignored: [] };

/**
 * @param named the file that the user names, which must be there
 * @param files what is to be checked, which says where to look for a file that is not named
 * @throws if it cannot be read, or says what is not known, with file, line and column
 */
export function readConfiguration(named: string | undefined, files: readonly string[]): Configuration {
  const file = named ?? nearest(files);
  if (file === undefined) {
    return NOTHING;
  }
  if (!statOf(file)?.isFile() && file !== os.devNull) {
    throw new Error(`configuration file '${file}' ${fs.existsSync(file) ? 'is not a file' : 'does not exist'}: correct its path, or leave 'config' out to use the nearest ${CONFIGURATION_FILE}`);
  }
  const source = readSource(file);
  const { documents, failures: [failure] } = source.content();
  if (failure) {
    throw new ErrorInFile(failure);
  }
  const [document, second] = documents;
  if (second) {
    throw ConfigurationReader.of(source, second).error(`there are ${documents.length} documents: a configuration is one`);
  }
  return document ? read(ConfigurationReader.of(source, document), path.dirname(file)) : NOTHING;
}

function readSource(file: string): SourceFile {
  try {
    return new SourceFile(file, fs.readFileSync(file));
  } catch (error) {
    throw error instanceof NotText ? new ErrorInFile({ file, line: error.line, column: error.column, message: error.message }) : error;
  }
}

/** The configuration in the folder that all files are in, or in the nearest one above it; then as well for the working directory. */
function nearest(files: readonly string[]): string | undefined {
  const folders = new Set(files.filter((file) => !isStream(file)).map((file) => path.dirname(file)));
  const shared = [...folders].map((folder) => path.resolve(folder))
    .reduce<string | undefined>((one, other) => one === undefined ? other : sharedFolder(one, other), undefined);
  for (const start of [...shared === undefined ? [] : [shared], process.cwd()]) {
    const found = foldersAbove(start).map((folder) => path.join(folder, CONFIGURATION_FILE)).find((file) => fs.existsSync(file));
    if (found) {
      return path.relative('', found);
    }
  }
  return undefined;
}

function sharedFolder(one: string, other: string): string {
  return foldersAbove(one).find((folder) => other === folder || other.startsWith(folder.replace(/[/\\]?$/, path.sep)))!;
}

/** @param folder what paths start from */
function read(top: ConfigurationReader, folder: string): Configuration {
  top.allow(['kubernetes', 'strict', 'failOn', 'rules', 'exclude', 'podTemplates', 'ignore', 'baseline']);
  const exclude = top.at('exclude').relativePaths() ?? [];
  const baseline = top.at('baseline').text();
  return {
    kubernetes: readVersions(top.at('kubernetes')),
    strict: top.at('strict').flag(),
    failOn: top.at('failOn').oneOf(SEVERITIES),
    severities: readSeverities(top.at('rules')),
    excludes: (file) => exclude.some((glob) => matchesGlob(glob, nameFrom(folder, file))),
    templates: top.at('podTemplates').items().map(readTemplate),
    ignored: top.at('ignore').items().map((item) => readIgnored(item, folder)),
    baseline: baseline === undefined || path.isAbsolute(baseline) ? baseline : path.join(folder, baseline),
  };
}

function readVersions(field: ConfigurationReader): string[] | undefined {
  const versions = field.texts();
  try {
    versions?.forEach(minorOf);
  } catch (error) {
    throw field.error((error as Error).message);
  }
  return versions;
}

function readSeverities(rules: ConfigurationReader): Configuration['severities'] {
  rules.allowRules(RULE_IDS);
  return Object.fromEntries(rules.fields().map((field) => [field.key, field.oneOf([...SEVERITIES, 'off'] as const)!]));
}

function readTemplate(item: ConfigurationReader): PodTemplate {
  item.allow(['group', 'kind', 'path']);
  const group = item.at('group').required();
  if (group.includes('/')) {
    throw item.at('group').error(`the group has a version: write '${group.slice(0, group.indexOf('/'))}'`);
  }
  return { group, kind: item.at('kind').required(), path: item.at('path').required().split('.') };
}

function readIgnored(item: ConfigurationReader, folder: string): IgnoredFinding {
  item.allow(['rule', 'reason', 'object', 'container', 'file', 'at']);
  return {
    rule: item.at('rule').rule(RULE_IDS, rulesMeant),
    reason: item.at('reason').required(),
    object: item.at('object').text(),
    container: item.at('container').text(),
    file: item.at('file').relativePath(),
    at: item.at('at').relativePlace(),
    folder,
    place: item.place(),
  };
}
