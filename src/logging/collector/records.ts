import { IConstruct } from 'constructs';
import { at } from '../../core/values/errors';
import { checkNamedGroups, checkPattern } from '../../core/values/patterns';
import { Resource, setResource } from '../../programs/collector/resource';
import { quote, Section } from '../../programs/collector/values';
import { LogFilter, LogFilterSpec } from '../log-filter';
import { LogParser, LogParserSpec, TimeOptions } from '../log-parser';
import { checkKeys, redactionSteps } from '../redaction';

/** A record of the parser; it is not part of what is sent. */
const RECORD = 'log.cache["record"]';

/**
 * The processors in their order: what concerns the line comes before the parser, so that fields are made of the redacted line.
 */
export function toProcessors(where: IConstruct, resource: Resource, filters: LogFilter[], parser?: LogParser): Section {
  const specs = filters.map((filter) => filter._spec);
  return Object.fromEntries([
    ['transform/resource', { log_statements: setResource(resource) }],
    ...specs.flatMap((spec, index) => lineProcessor(where, spec, `${index + 1}-${spec.kind}`)),
    ...recordProcessor(where, specs, parser?._spec),
  ]);
}

type Processor = [id: string, settings: Section];

/**
 * Without an error mode, a failure would hold the line back instead of passing it on with its secrets.
 */
function lineProcessor(where: IConstruct, spec: LogFilterSpec, name: string): Processor[] {
  switch (spec.kind) {
    case 'redact':
      return [[`transform/${name}`, { log_statements: redactionSteps(checkKeys(spec.keys, where)).map(toReplacement) }]];
    case 'keep':
      return [[`filter/${name}`, { log_conditions: [`not ${matches(where, spec.pattern)}`] }]];
    case 'drop':
      return [[`filter/${name}`, { log_conditions: [matches(where, spec.pattern)] }]];
    default:
      return [];
  }
}

function toReplacement(step: { pattern: string; replacement: string }): string {
  const replacement = step.replacement.replace(/\$([0-9]+)/g, '${$1}');
  return `replace_pattern(log.body, ${quote(step.pattern)}, ${quote(replacement)})`;
}

function matches(where: IConstruct, pattern: string): string {
  return `IsMatch(log.body, ${quote(checkPattern(where, pattern))})`;
}

/** A statement that fails is one that does not fit the line, which is passed on as it is: no reason for a message each time. */
function recordProcessor(where: IConstruct, filters: LogFilterSpec[], parser?: LogParserSpec): Processor[] {
  const statements = [...parser ? parse(where, parser) : [], ...filters.flatMap((filter) => toStatements(where, filter))];
  if (parser && filters.some((filter) => filter.kind === 'removeFields')) {
    statements.push(`set(log.body, ${RECORD}) where Len(${RECORD}) > 0`);
  }
  return statements.length > 0 ? [['transform/records', { error_mode: 'silent', log_statements: statements }]] : [];
}

function parse(where: IConstruct, parser: LogParserSpec): string[] {
  return [
    parser.kind === 'json'
      ? `set(${RECORD}, ParseJSON(log.body)) where IsMatch(log.body, "^[[:space:]]*[{]")`
      : `set(${RECORD}, ExtractPatterns(log.body, ${quote(checkNamedGroups(where, parser.pattern))}))`,
    `merge_maps(log.attributes, ${RECORD}, "upsert") where ${RECORD} != nil`,
    ...time(where, parser),
  ];
}

/** The directives that the Collector and strptime understand alike, between punctuation. */
const TIME_FORMAT = /^(%[aAbBdeFHhILMmpRSTYyZz%]|[-/:., TZ()[\]])+$/;

/** `%z` means offsets with and without a colon: the Collector has a directive for each. */
function time(where: IConstruct, options: TimeOptions): string[] {
  const { timeField, timeFormat = '%Y-%m-%dT%H:%M:%S%z' } = options;
  if (timeField === undefined) {
    if (options.timeFormat !== undefined) {
      throw new Error(`time format '${options.timeFormat}' in ${at(where)} has no field to be read from: set 'timeField'`);
    }
    return [];
  }
  if (!TIME_FORMAT.test(timeFormat) || /[^.,]%L/.test(timeFormat)) {
    throw new Error(`time format '${timeFormat}' in ${at(where)} is not understood by every shipper:`
      + ' use % with one of a A b B d e F H I L M m p R S T Y y Z z, \'%L\' after \'.\' or \',\', and punctuation in between');
  }
  const formats = timeFormat.includes('%z') ? [timeFormat, timeFormat.replace(/%z/g, '%j')] : [timeFormat];
  return formats.map((format) => `set(log.time, Time(${RECORD}[${quote(timeField)}], ${quote(format)})) where ${RECORD} != nil`);
}

function toStatements(where: IConstruct, filter: LogFilterSpec): string[] {
  switch (filter.kind) {
    case 'addFields':
      return checkNames(where, filter.kind, Object.keys(filter.fields))
        .map((name) => `set(log.attributes[${quote(name)}], ${quote(filter.fields[name])})`);
    case 'removeFields':
      return checkNames(where, filter.kind, filter.names).flatMap((name) => [
        `delete_key(log.attributes, ${quote(name)})`,
        `delete_key(${RECORD}, ${quote(name)}) where ${RECORD} != nil`,
      ]);
    default:
      return [];
  }
}

function checkNames(where: IConstruct, kind: string, fields: string[]): string[] {
  if (fields.length === 0 || fields.includes('')) {
    const problem = fields.length === 0 ? 'no field' : 'a field without a name';
    throw new Error(`filter '${kind}' in ${at(where)} has ${problem}: name one or leave the filter out`);
  }
  return fields;
}
