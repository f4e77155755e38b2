import { IConstruct } from 'constructs';
import { at } from './errors';
import { given } from './given';

/**
 * What Prometheus takes, and what `promtool check metrics` has nothing to say about.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export type MetricType = 'counter' | 'gauge' | 'histogram';

const RESERVED = /_(bucket|count|sum)$|_(counter|gauge|histogram|summary)(_|$)/i;
const ABBREVIATION = /_(s|ms|us|ns|sec|b|kb|mb|gb|tb|pb|m|h|d)(_|$)/i;
const PREFIX = 'pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mibi|giga|gibi|tera|tebi|peta|pebi';
const BASE = 'amperes|bytes|celsius|grams|joules|kelvin|meters|metres|seconds|volts';
const OTHER = 'minutes|hours|days|weeks|kelvins|fahrenheit|rankine|inches|yards|miles|bits|calories|pounds|ounces';
const NO_BASE_UNIT = new RegExp(`(^|_)((${PREFIX})(${BASE}|${OTHER})|${OTHER})(_|$)`);

export function checkMetric(where: IConstruct, type: MetricType, name: string, help: string): string {
  const problem = problemOf(type, name);
  if (problem) {
    throw new Error(`metric name '${name}' in ${at(where)} ${problem}`);
  }
  checkPrintable(where, `help of metric '${name}'`, help);
  if (help.trim() === '') {
    throw new Error(`help of metric '${name}' in ${at(where)} is empty: describe the metric in one line`);
  }
  return name;
}

/** What YAML readers take, on one line. */
export function checkPrintable(where: IConstruct, what: string, text: string): string {
  given(where, what, text, 'write a text');
  if (/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u.test(text)) {
    throw new Error(`${what} in ${at(where)}, ${JSON.stringify(text)}, has a newline, a control character or an invalid character: remove it`);
  }
  return text;
}

export function isMetricName(name?: string): boolean {
  return name !== undefined && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

function problemOf(type: MetricType, name: string): string | undefined {
  if (!isMetricName(name)) {
    return 'is not valid in Prometheus: use letters, digits and \'_\', not starting with a digit';
  }
  if (type === 'counter' && !/._total$/.test(name)) {
    return 'is that of a counter, but does not end in \'_total\': add this suffix, or use a gauge if the value can fall';
  }
  if (RESERVED.test(name) || (type !== 'counter' && name.endsWith('_total'))) {
    return `has a part that does not stand in the name of a ${type} ('_total' is for counters, '_bucket', '_count' and '_sum' for parts of`
      + ' histograms, and a type is not part of a name): take it out';
  }
  if (/[a-z][A-Z]/.test(name)) {
    return 'is written in camel case: separate its words with \'_\'';
  }
  if (ABBREVIATION.test(name) || NO_BASE_UNIT.test(name)) {
    return 'has an abbreviated unit, or one that is not a base unit: convert to seconds, bytes, meters, grams, celsius, joules, volts or amperes';
  }
  return undefined;
}

export function checkLabelName(where: IConstruct, name: string): string {
  if (!isMetricName(name) || /[a-z][A-Z]/.test(name)) {
    throw new Error(`label name '${name}' in ${at(where)} is not valid in Prometheus: use letters, digits and '_', not starting with a digit,`
      + ' and no camel case');
  }
  if (name.startsWith('__') || name === 'le' || name === 'quantile') {
    throw new Error(`label name '${name}' in ${at(where)} is reserved: use another one than 'le' and 'quantile', which does not begin with '__'`);
  }
  return name;
}

/** Fails where two metrics have one name. */
export function checkDistinct(where: IConstruct, names: string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`metric '${twice}' is defined twice in ${at(where)}: leave one of them out`);
  }
}
