import { App, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { render } from './support/adapter';
import { checkMetrics } from './support/promtool';
import { JsonMetric, MetricsExporter, StatsdExporterOptions, StatsdMapping } from '../../src';
import { checkLabelName, checkMetric, MetricType } from '../../src/core/values/metric-names';
import { testProgram } from '../support/programs';

const where = new App();

test.each<[MetricType, string]>([
  ['counter', 'app_requests_total'], ['counter', 'a_total'], ['gauge', 'app_latency_seconds'], ['gauge', 'up'], ['gauge', '_x1'],
  ['histogram', 'request_duration_seconds'], ['gauge', 'total_memory_bytes'], ['counter', 'cpu_seconds_total'],
])('takes the %s %s', (type, name) => {
  expect(checkMetric(where, type, name, 'Help.')).toBe(name);
});

test.each<[string, MetricType, string, string]>([
  ['has a dash', 'gauge', 'app-depth', 'is not valid in Prometheus'],
  ['begins with a digit', 'gauge', '1st', 'is not valid in Prometheus'],
  ['is empty', 'gauge', '', 'is not valid in Prometheus'],
  ['is that of a recording rule', 'gauge', 'app:depth', 'is not valid in Prometheus'],
  ['is a counter without its end', 'counter', 'app_requests', 'does not end in \'_total\''],
  ['is the end of a counter alone', 'counter', '_total', 'does not end in \'_total\''],
  ['is a gauge with the end of a counter', 'gauge', 'app_requests_total', 'has a part that does not stand in the name of a gauge'],
  ['looks like a part of a histogram', 'gauge', 'app_requests_count', 'has a part that does not stand'],
  ['names its type', 'gauge', 'app_gauge_depth', 'has a part that does not stand'],
  ['is in camel case', 'gauge', 'appDepth', 'is written in camel case'],
  ['has an abbreviated unit', 'gauge', 'demo_latency_ms', 'has an abbreviated unit, or one that is not a base unit'],
  ['has no base unit', 'gauge', 'app_latency_milliseconds', 'has an abbreviated unit, or one that is not a base unit'],
])('fails when a name %s', (_, type, name, message) => {
  expect(() => checkMetric(where, type, name, 'Help.')).toThrow(message);
});

test.each([['', 'is empty'], [' ', 'is empty'], ['two\nlines', 'has a newline'], ['a\tb', 'a control character'], ['\ud800', 'an invalid character']])(
  'fails when a help is %j', (help, message) => {
    expect(() => checkMetric(where, 'gauge', 'a', help)).toThrow(message);
  });

test.each([['a-b', 'is not valid'], ['1a', 'is not valid'], ['', 'is not valid'], ['aB', 'is not valid'], ['__name__', 'is reserved'], ['le', 'is reserved'], ['quantile', 'is reserved']])(
  'fails when a label is %j', (name, message) => {
    expect(() => checkLabelName(where, name)).toThrow(message);
  });

const word = fc.constantFrom('app', 'ms', 's', 'milliseconds', 'seconds', 'bytes', 'bits', 'kilobytes', 'total', 'count', 'sum', 'bucket', 'counter', 'gauge',
  'histogram', 'days', 'Days', 'MS', 'kelvins', 'latencyMs', 'x', '1', '', 'info', 'ratio', 'microgrambits', 'gibiyards');
const isTaken = (check: () => unknown) => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

testProgram('promtool', 'promtool has nothing to say about metrics whose names are taken', (promtool) => {
  const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('_'));
  const text = fc.uniqueArray(name, { minLength: 20, maxLength: 60 }).map((names) => {
    const lines = (type: MetricType, samples: (one: string) => string) => names
      .filter((one) => isTaken(() => checkMetric(where, type, one, 'Help.')))
      .map((one) => `# HELP ${one} Help.\n# TYPE ${one} ${type}\n${samples(one)}`);
    const histogram = (one: string) => `${one}_bucket{le="+Inf"} 1\n${one}_sum 1\n${one}_count 1\n`;
    return [lines('counter', (one) => `${one} 1\n`), lines('gauge', (one) => `${one} 1\n`), lines('histogram', histogram)].map((list) => list.join(''));
  });
  fc.assert(fc.property(text, (texts) => {
    expect(texts.map((one) => checkMetrics(promtool, one))).toEqual(['', '', '']);
  }), { numRuns: 4 });
});

const options = { name: 'orders_total', help: 'Orders.' };
const counter = StatsdMapping.counter;
test.each<[string, StatsdExporterOptions, string]>([
  ['a match has a blank', { mappings: [counter('a b', options)] }, 'match \'a b\' of a StatsD mapping in \'shop/Web/Metrics\' is not valid'],
  ['a match is a regular expression', { mappings: [counter('a.(.*)', options)] }, 'is not valid'],
  ['a match has half a brace', { mappings: [counter('a.{b', options)] }, 'is not valid'],
  ['a match has a wildcard in a part', { mappings: [counter('a.b*', options)] }, 'is not valid'],
  ['a match begins with a digit', { mappings: [counter('1a.b', options)] }, 'is not valid'],
  ['a counter has no _total', { mappings: [counter('a', { ...options, name: 'orders' })] }, 'does not end in \'_total\''],
  ['a name is like those of the program', { mappings: [StatsdMapping.gauge('a', { name: 'go_threads', help: 'A.' })] }, 'metric name \'go_threads\' in \'shop/Web/Metrics\' begins with \'go_\', like those of statsd_exporter'],
  ['a label is reserved', { mappings: [counter('a.{le}', options)] }, 'label name \'le\' in \'shop/Web/Metrics\' is reserved'],
  ['a label has no name', { mappings: [counter('a.{}', options)] }, 'label name \'\''],
  ['a label has one character', { mappings: [counter('a.{b}', options)] }, 'label name \'b\' in \'shop/Web/Metrics\' has only one'],
  ['a label stands twice', { mappings: [counter('a.{shop}', { ...options, labels: { shop: 'b' } })] }, 'label \'shop\' is defined twice'],
  ['a label value would be expanded', { mappings: [counter('a', { ...options, labels: { shop: '$1' } })] }, 'label value \'$1\' in \'shop/Web/Metrics\' has a \'$\''],
  ['a label value has a brace', { mappings: [counter('a', { ...options, labels: { shop: '{x}' } })] }, 'label value \'{x}\''],
  ['a label value has a newline', { mappings: [counter('a', { ...options, labels: { shop: 'a\nb' } })] }, 'label value in \'shop/Web/Metrics\', "a\\nb", has a newline'],
  ['bounds fall', { mappings: [StatsdMapping.histogram('a', { name: 'a_seconds', help: 'A.', buckets: [1, 0.5] })] }, 'bucket bounds 1, 0.5 in'],
  ['a bound stands twice', { mappings: [StatsdMapping.histogram('a', { name: 'a_seconds', help: 'A.', buckets: [1, 1] })] }, 'bucket bounds 1, 1 in'],
  ['bounds of a timer fall', { mappings: [StatsdMapping.timer('a', { name: 'a_seconds', help: 'A.', buckets: [Duration.seconds(1), Duration.millis(5)] })] }, 'bucket bounds 1, 0.005 in'],
  ['there is no bound', { mappings: [StatsdMapping.histogram('a', { name: 'a_seconds', help: 'A.', buckets: [] })] }, 'bucket bounds '],
  ['a match stands twice', { mappings: [counter('a.{one}', options), counter('a.{two}', { ...options, name: 'others_total' })] }, 'never applies, because \'a.{one}\' matches the same names first'],
  ['a metric stands twice', { mappings: [counter('a', options), counter('b', { ...options, help: 'Others.' })] }, 'metric \'orders_total\' is defined twice'],
])('fails when %s', (_, statsd, message) => {
  expect(() => render(MetricsExporter.statsd(statsd))).toThrow(message);
});

test('several StatsD metrics may become one with labels', () => {
  const { files } = render(MetricsExporter.statsd({ mappings: [counter('a.ok', { ...options, labels: { outcome: 'ok' } }), counter('a.bad', { ...options, labels: { outcome: 'bad' } })] }));
  expect(files['mapping.yaml'].match(/name: orders_total(?=\n.*\n +labels:\n +outcome: )/g)).toHaveLength(2);
});

test.each<[string, JsonMetric[], string]>([
  ['there is no metric', [], 'list of metrics in \'shop/Web/Metrics\' is empty'],
  ['a path is empty', [JsonMetric.gauge('a_x', { help: 'A.', value: [] })], 'path of a JSON metric in \'shop/Web/Metrics\' is empty'],
  ['a key is empty', [JsonMetric.gauge('a_x', { help: 'A.', value: [''] })], 'key "" of a JSON metric'],
  ['a key has a backslash', [JsonMetric.gauge('a_x', { help: 'A.', value: ['a\\b'] })], 'key "a\\\\b" of a JSON metric'],
  ['a key has a newline', [JsonMetric.gauge('a_x', { help: 'A.', value: ['a\n'] })], 'key of a JSON metric in \'shop/Web/Metrics\', "a\\n", has a newline'],
  ['a name of a list has one word', [JsonMetric.gauge('depth', { help: 'A.', value: ['a'], forEach: ['b'], labels: { c: ['c'] } })], 'metric name \'depth\' in \'shop/Web/Metrics\' has no \'_\''],
  ['a list has no labels', [JsonMetric.gauge('a_x', { help: 'A.', value: ['a'], forEach: ['b'] })], 'metric \'a_x\' in \'shop/Web/Metrics\' has \'forEach\' but no labels'],
  ['a label is reserved', [JsonMetric.gauge('a_x', { help: 'A.', value: ['a'], labels: { __a: ['b'] } })], 'label name \'__a\''],
  ['a metric stands twice', [1, 2].map(() => JsonMetric.gauge('a_x', { help: 'A.', value: ['a'] })), 'metric \'a_x\' is defined twice'],
])('fails when JSON: %s', (_, metrics, message) => {
  expect(() => render(MetricsExporter.json({ url: 'http://a/', metrics }))).toThrow(message);
});
