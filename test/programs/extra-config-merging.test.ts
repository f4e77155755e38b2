import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { AmbassadorProxy, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter, AmbassadorProgram, PublicValues, Upstream } from '../../src';
import { withExtra } from '../../src/programs/extra-config';
import { configFilesOf, newChart, newDeployment } from '../support/workloads';

const merged = (config: object, extra: object, owner: Construct = newDeployment()) => withExtra(owner, config, extra);

test.each<[string, object, object, object]>([
  ['keys are added', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  ['objects merge at every depth', { a: { b: { c: 1 } } }, { a: { b: { d: 2 }, e: 3 } }, { a: { b: { c: 1, d: 2 }, e: 3 } }],
  ['lists are appended to', { a: [1, { b: 2 }] }, { a: [{ b: 3 }] }, { a: [1, { b: 2 }, { b: 3 }] }],
  ['what is undefined can be set', { a: undefined }, { a: [null, true, 'x', 1.5] }, { a: [null, true, 'x', 1.5] }],
  ['a name is not that of a prototype', {}, JSON.parse('{"__proto__": {"a": 1}, "toString": 1}'), JSON.parse('{"__proto__": {"a": 1}, "toString": 1}')],
])('in extra configuration %s', (_, config, extra, expected) => {
  expect(JSON.stringify(merged(config, extra))).toBe(JSON.stringify(expected));
});

test.each<[string, object, object, string]>([
  ['a value is set already', { a: { b: 1 } }, { a: { b: 2 } }, "sets 'a.b', which is already set: leave it out, or use the option for it"],
  ['a list is to be replaced', { a: [1] }, { a: 2 }, "sets 'a', which is already set, a list to which you can add"],
  ['an object is to be replaced', { a: { b: 1 } }, { a: [2] }, "sets 'a', which is already set, an object to which you can add"],
  ['a value is of a class', {}, { a: [{ b: Duration.seconds(1) }] }, "has an object of class Duration at 'a.0.b'"],
  ['a value is missing', {}, { a: { b: undefined } }, "has undefined at 'a.b': use texts, numbers, booleans, lists and objects"],
  ['a number is not valid', {}, { a: NaN }, "has NaN at 'a'"],
  ['it has a password', {}, { user: { password: 's3cret' } }, "file 'extraConfig' of 'shop/Web' has a password in plain text"],
])('fails when in extra configuration %s', (_, config, extra, message) => {
  expect(() => merged(config, extra)).toThrow(message);
});

test('a password that everybody may read can be named', () => {
  const chart = newChart();
  PublicValues.of(['extraConfig']).applyTo(chart);
  expect(merged({}, { password: 'demo' }, newDeployment(chart))).toEqual({ password: 'demo' });
});

test('mappings of StatsD stand before those for the rest, so that they count', () => {
  const chart = newChart();
  new MetricsAdapter(newDeployment(chart), 'It', { exporter: MetricsExporter.statsd({ extraConfig: { mappings: [{ match: 'mine', name: 'mine' }] } }) });
  expect(configFilesOf(chart, 'mapping.yaml')['mapping.yaml']).toMatch(/mappings:\n {2}- match: mine/);
});

test('Fluent Bit and Fluentd get what is added as it is', () => {
  const configOf = (shipper: LogShipper, file: string) => {
    const chart = newChart();
    new LogSidecar(newDeployment(chart), 'It', { logFiles: ['/logs/a.log'], shipper });
    return configFilesOf(chart, file)[file];
  };
  const extraConfig = { service: { hot_reload: false }, pipeline: { outputs: [{ name: 'null', match: '${TAG}' }] } };
  expect(configOf(LogShipper.fluentBit({ extraConfig }), 'fluent-bit.yaml')).toMatch(/name: "null"\n\s+match: \$\{TAG\}/);
  const lines = { 'filter app.**': ['@type record_transformer', '<record>', '  a "#{b}"', '</record>'] };
  expect(configOf(LogShipper.fluentd({ extraConfig: lines }), 'fluent.conf'))
    .toMatch(/<filter app\.\*\*>\n {2}@type record_transformer\n {2}<record>\n {4}a "#\{b\}"\n {2}<\/record>\n<\/filter>\n\n<match/);
});

test.each<[string, any, string]>([
  ['a block of nginx is unknown', { server: ['a;'] }, "has lines for 'server', which is not a section: use 'main', 'events', 'http', 'stream'"],
  ['lines are not a list', { http: 'gzip on;' }, 'does not have a list of lines without NUL at "http": write [\'first line\', \'second line\']'],
  ['a line has a password', { http: ['proxy_set_header Authorization "Bearer abc123def";'] }, 'has a password in plain text'],
])('fails when %s', (_, extraConfig, message) => {
  const upstreams = [Upstream.http({ host: 'a' })];
  expect(() => new AmbassadorProxy(newDeployment(), 'It', { upstreams, program: AmbassadorProgram.nginx({ extraConfig }) })).toThrow(message);
});
