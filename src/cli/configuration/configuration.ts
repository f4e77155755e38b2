import * as fs from 'node:fs';
import { ConfigurationReader } from './configuration-reader';
import { IgnoredFinding } from './ignored-finding';
import { ALL_RULES } from '../../lint/all-rules';
import { PodTemplate } from '../../lint/model/pod-templates';
import { Severity } from '../../lint/rule';
import { SourceFile } from '../source/source-file';

/** What a configuration file may say; command-line options go before it. */
export interface Configuration {
  /** The file it is from. */
  readonly file?: string;
  readonly kubernetes?: readonly string[];
  readonly strict?: boolean;
  readonly failOn?: Severity;
  readonly severities: { readonly [rule: string]: Severity | 'off' };
  readonly exclude: readonly string[];
  readonly templates: readonly PodTemplate[];
  readonly ignored: readonly IgnoredFinding[];
  readonly baseline?: string;
}

/** Taken where no other file is named. */
export const CONFIGURATION_FILE = 'pod-lint.yaml';

const SEVERITIES = ['error', 'warning', 'info'] as const;
const NOTHING: Configuration = { severities: {}, exclude: [], templates: [], ignored: [] };

/**
 * @param named the file that the user names, which must be there
 * @throws if it cannot be read, or says what is not known, with file, line and column
 */
export function readConfiguration(named: string | undefined): Configuration {
  const file = named ?? CONFIGURATION_FILE;
  if (named === undefined && !fs.existsSync(file)) {
    return NOTHING;
  }
  const source = new SourceFile(file, fs.readFileSync(file));
  const [failure] = source.failures;
  if (failure) {
    throw new Error(`${file}:${failure.line}:${failure.column}: ${failure.message}`);
  }
  const [document] = source.documents;
  return document ? { ...read(new ConfigurationReader(source, document, document.value)), file } : NOTHING;
}

function read(top: ConfigurationReader): Configuration {
  top.allow(['kubernetes', 'strict', 'failOn', 'rules', 'exclude', 'podTemplates', 'ignore', 'baseline']);
  return {
    kubernetes: top.at('kubernetes').texts(),
    strict: top.at('strict').flag(),
    failOn: top.at('failOn').oneOf(SEVERITIES),
    severities: readSeverities(top.at('rules')),
    exclude: top.at('exclude').texts() ?? [],
    templates: top.at('podTemplates').items().map(readTemplate),
    ignored: top.at('ignore').items().map(readIgnored),
    baseline: top.at('baseline').text(),
  };
}

function readSeverities(rules: ConfigurationReader): Configuration['severities'] {
  rules.allow(ALL_RULES.map(({ id }) => id));
  return Object.fromEntries(rules.fields().map((field) => [field.key, field.oneOf([...SEVERITIES, 'off'] as const)!]));
}

function readTemplate(item: ConfigurationReader): PodTemplate {
  item.allow(['group', 'kind', 'path']);
  return { group: item.at('group').required(), kind: item.at('kind').required(), path: item.at('path').required().split('.') };
}

function readIgnored(item: ConfigurationReader): IgnoredFinding {
  item.allow(['rule', 'reason', 'object', 'container', 'file', 'at']);
  item.at('rule').oneOf(ALL_RULES.map(({ id }) => id));
  return {
    rule: item.at('rule').required(),
    reason: item.at('reason').required(),
    object: item.at('object').text(),
    container: item.at('container').text(),
    file: item.at('file').text(),
    at: item.at('at').text(),
    place: item.place(),
  };
}
