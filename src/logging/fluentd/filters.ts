import { IConstruct } from 'constructs';
import { at } from '../../core/values/errors';
import { checkNamedGroups, checkPattern } from '../../core/values/patterns';
import { Directive } from '../../programs/fluentd/directives';
import { checkFields } from '../fluent';
import { LogFilter, LogFilterSpec } from '../log-filter';
import { LogParser, LogParserSpec } from '../log-parser';
import { checkKeys } from '../redaction';

/** The field that a line is in. */
const LINE = 'message';

/**
 * Filters for lines come before the parser, those for fields after it.
 *
 * Redaction comes after the parser too, since a field can have the name of a secret. A JSON line is redacted only there:
 * before, it would be no JSON any more where a secret is a number.
 */
export function toFilters(where: IConstruct, tag: string, filters: LogFilter[], parser?: LogParser): Directive[] {
  const specs = filters.map((filter) => filter._spec);
  const redactions = specs.filter((spec) => spec.kind === 'redact').flatMap((spec) => toRedaction(where, spec));
  const sections = [
    ...specs.flatMap((spec) => spec.kind === 'redact' && parser?._spec.kind !== 'json' ? toRedaction(where, spec) : toLineFilter(where, spec)),
    ...parser ? [toParser(where, parser._spec), ...redactions] : [],
    ...specs.flatMap((spec) => toFieldFilter(where, spec)),
  ];
  return sections.map((section) => ({ name: 'filter', argument: tag, ...section }));
}

type Filter = Omit<Directive, 'name' | 'argument'>;

function toRedaction(where: IConstruct, spec: LogFilterSpec): Filter[] {
  return spec.kind === 'redact' ? [{ parameters: { '@type': 'redact_secrets', 'keys': checkKeys(spec.keys, where) } }] : [];
}

/** A line that does not fit is passed on. The parameter time_key must name no field, since a time that cannot be read loses the record. */
function toParser(where: IConstruct, spec: LogParserSpec): Filter {
  if (spec.timeField !== undefined || spec.timeFormat !== undefined) {
    throw new Error(`parser of ${at(where)} has a time field, which makes Fluentd lose records whose time it cannot parse:`
      + ' leave it out, or use LogShipper.fluentBit()');
  }
  return {
    parameters: {
      '@type': 'parser',
      'key_name': LINE,
      'reserve_data': true,
      'remove_key_name_field': true,
      'emit_invalid_record_to_error': false,
      'replace_invalid_sequence': true,
    },
    sections: [{
      name: 'parse',
      parameters: {
        '@type': spec.kind === 'json' ? 'json' : 'regexp',
        'expression': spec.kind === 'json' ? undefined : expression(checkNamedGroups(where, spec.pattern)),
        'time_key': '',
      },
    }],
  };
}

function toLineFilter(where: IConstruct, spec: LogFilterSpec): Filter[] {
  if (spec.kind !== 'keep' && spec.kind !== 'drop') {
    return [];
  }
  const rule = { name: spec.kind === 'keep' ? 'regexp' : 'exclude', parameters: { key: LINE, pattern: expression(checkPattern(where, spec.pattern)) } };
  return [{ parameters: { '@type': 'grep' }, sections: [rule] }];
}

function expression(pattern: string): string {
  return `/${pattern}/`;
}

function toFieldFilter(where: IConstruct, spec: LogFilterSpec): Filter[] {
  switch (spec.kind) {
    case 'addFields':
      checkNames(where, spec.kind, Object.keys(spec.fields));
      return [transformer({}, Object.fromEntries(Object.entries(spec.fields).map(([name, value]) => [name, checkValue(where, name, value)])))];
    case 'removeFields':
      return [transformer({ remove_keys: checkNames(where, spec.kind, spec.names) })];
    default:
      return [];
  }
}

function transformer(parameters: { [name: string]: string[] }, fields?: { [name: string]: string }): Filter {
  return {
    parameters: { '@type': 'record_transformer', ...parameters },
    sections: fields && [{ name: 'record', parameters: fields }],
  };
}

const PLACEHOLDER = /\$\{|__[A-Z_]+__/;

/** Names that begin with `$` are paths into a record. */
function checkNames(where: IConstruct, kind: string, names: string[]): string[] {
  const wrong = checkFields(where, kind, names).find((name) => name.startsWith('$') || PLACEHOLDER.test(name) || isUnwritable(name));
  if (wrong !== undefined) {
    throw new Error(`field ${JSON.stringify(wrong)} of filter '${kind}' in ${at(where)} starts with '$' or has a newline, NUL, '\${' or __NAME__ in it,`
      + ' which Fluentd does not accept in a name: rename it');
  }
  return names;
}

function checkValue(where: IConstruct, name: string, value: string): string {
  if (PLACEHOLDER.test(value) || /^[[{]/.test(value) || isUnwritable(value)) {
    throw new Error(`value ${JSON.stringify(value)} of field '${name}' in ${at(where)} starts with '[' or '{' or has a newline, NUL, '\${' or __NAME__`
      + ' in it, which Fluentd does not accept in a text: remove it, or use LogShipper.openTelemetryCollector()');
  }
  return value;
}

/** A quoted text ends with its line. */
function isUnwritable(text: string): boolean {
  return /[\n\r\0]/.test(text) || Buffer.from(text).toString() !== text;
}
