import { IConstruct } from 'constructs';
import { plainVariable } from '../../core/pod/variables';
import { at } from '../../core/values/errors';
import { checkNamedGroups, checkPattern } from '../../core/values/patterns';
import { Section, Values } from '../../programs/fluent-bit/values';
import { checkFields } from '../fluent';
import { LogFilter, LogFilterSpec } from '../log-filter';
import { LogParser, LogParserSpec } from '../log-parser';
import { checkKeys } from '../redaction';

/** The field that a line is in. */
const LINE = 'log';

/** What happens to records before they are stored. They are processors: among the filters, none takes a value as it is. */
export interface Records {
  readonly processors: Section[];
  readonly parsers: Section[];
  /** Whether the Lua script is needed. */
  readonly redacted: boolean;
}

/**
 * Filters for lines come before the parser, those for fields after it.
 *
 * Redaction comes after the parser too, since a field can have the name of a secret. A JSON line is redacted only there:
 * before, it would be no JSON any more where a secret is a number.
 */
export function toRecords(where: IConstruct, values: Values, options: {
  readonly filters: LogFilter[];
  readonly parser?: LogParser;
  readonly script: string;
  readonly multiline: boolean;
}): Records {
  const specs = options.filters.map((filter) => filter._spec);
  const parser = options.parser?._spec;
  const redaction = toRedaction(where, values, specs, options.script);
  const onLines = parser?.kind === 'json' ? [] : redaction;
  const firstRedaction = specs.findIndex((spec) => spec.kind === 'redact');
  const parsers = [
    ...options.multiline ? [{ name: 'record', format: 'regex', regex: `/\\A(?<${LINE}>.*?)\\n*\\z/m`, skip_empty_values: false }] : [],
    ...parser ? [toParser(where, values, parser, options.multiline)] : [],
  ];
  return {
    parsers,
    redacted: redaction.length > 0,
    processors: [
      ...options.multiline ? [parse('record')] : [],
      ...specs.flatMap((spec, index) => index === firstRedaction ? onLines : toLineFilter(where, spec)),
      ...parser ? [parse('fields'), ...redaction] : [],
      ...specs.flatMap((spec) => toFieldFilter(where, values, spec)),
    ],
  };
}

/** One filter with the keys of all: they are in the environment of the container. */
function toRedaction(where: IConstruct, values: Values, specs: LogFilterSpec[], script: string): Section[] {
  const keys = specs.flatMap((spec) => spec.kind === 'redact' ? checkKeys(spec.keys, where) : []);
  if (keys.length === 0) {
    return [];
  }
  values.env.LOG_REDACT_KEYS = plainVariable([...new Set(keys)].join(' '));
  return [{ name: 'lua', script, call: 'redact' }];
}

function parse(parser: string): Section {
  return { name: 'parser', key_name: LINE, parser, reserve_data: true };
}

function toParser(where: IConstruct, values: Values, spec: LogParserSpec, multiline: boolean): Section {
  const { timeField, timeFormat } = spec;
  if (timeFormat !== undefined && timeField === undefined) {
    throw new Error(`time format '${timeFormat}' in ${at(where)} has no field to be read from: set 'timeField'`);
  }
  return {
    name: 'fields',
    format: spec.kind,
    regex: spec.kind === 'regex' ? expression(checkNamedGroups(where, spec.pattern)) + (multiline ? 'm' : '') : undefined,
    ...timeField === undefined ? {} : {
      time_key: values.text('time field', timeField),
      time_format: values.text('time format', timeFormat ?? '%Y-%m-%dT%H:%M:%S%z'),
      time_keep: true,
    },
  };
}

/** Between slashes, since a pattern that has slashes at both ends of its own would lose them. */
export function expression(pattern: string): string {
  return `/${pattern}/`;
}

function toLineFilter(where: IConstruct, spec: LogFilterSpec): Section[] {
  switch (spec.kind) {
    case 'keep':
      return [{ name: 'grep', regex: `${LINE} ${expression(checkPattern(where, spec.pattern))}` }];
    case 'drop':
      return [{ name: 'grep', exclude: `${LINE} ${expression(checkPattern(where, spec.pattern))}` }];
    default:
      return [];
  }
}

function toFieldFilter(where: IConstruct, values: Values, spec: LogFilterSpec): Section[] {
  switch (spec.kind) {
    case 'addFields':
      return checkFields(where, spec.kind, Object.keys(spec.fields)).map((name) => ({
        name: 'content_modifier',
        action: 'upsert',
        key: values.text('field', name),
        value: values.text(`value of field '${name}'`, spec.fields[name]),
      }));
    case 'removeFields':
      return checkFields(where, spec.kind, spec.names).map((name) => ({
        name: 'content_modifier',
        action: 'delete',
        key: values.text('field', name),
      }));
    default:
      return [];
  }
}
