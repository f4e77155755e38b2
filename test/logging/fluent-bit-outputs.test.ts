import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { fluentBit, fromSecret, secretOf, ship } from './support/shippers';
import { LogOutput, LogShipper, SharedVolume } from '../../src';
import { configFilesOf, containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

/** The settings that all outputs have, but for the limit. */
const DELIVERY = { 'match': '*', 'retry_limit': 'no_limits', 'storage.total_limit_size': 134217728 };
const TIMEOUTS = { 'net.connect_timeout': '5s', 'net.io_timeout': '10s' };
const TLS = { 'tls': true, 'tls.verify': true, 'tls.verify_hostname': true };

const only = (output: LogOutput) => fluentBit({ outputs: [output] }).pipeline.outputs[0];

test('HTTP with headers and a user from a Secret, verified by an authority of its own', () => {
  const chart = newChart();
  const output = LogOutput.http({
    url: 'https://logs.acme.io:8443/in/app?x=1',
    secretHeaders: { 'X-Key': fromSecret(chart, 'key') },
    user: 'app',
    password: fromSecret(chart, 'password'),
    caCertificate: { secret: secretOf(chart), key: 'authority.pem' },
  });
  ship(LogShipper.fluentBit({ outputs: [output] }), {}, newDeployment(chart));
  const text = configFilesOf(chart, 'fluent-bit.yaml')['fluent-bit.yaml'];
  const spec = podSpecOf(chart);

  expect(parse(text).pipeline.outputs).toEqual([{
    'name': 'http',
    'host': 'logs.acme.io',
    'port': 8443,
    'uri': '/in/app?x=1',
    'format': 'json',
    'json_date_key': '@timestamp',
    'json_date_format': 'iso8601',
    'http.response_timeout': '10s',
    'header': ['X-Key ${OUTPUT_1_HEADER_1}'],
    'http_user': '${OUTPUT_1_USER}',
    'http_passwd': '${OUTPUT_1_PASSWORD}',
    'tls.ca_file': '/fluent-bit/ca-1/ca.crt',
    ...TLS,
    ...TIMEOUTS,
    ...DELIVERY,
  }]);
  expect(containerOf(spec, 'logs').env).toEqual([
    { name: 'OUTPUT_1_HEADER_1', valueFrom: { secretKeyRef: { name: 'logins', key: 'key' } } },
    { name: 'OUTPUT_1_USER', value: 'app' },
    { name: 'OUTPUT_1_PASSWORD', valueFrom: { secretKeyRef: { name: 'logins', key: 'password' } } },
  ]);
  expect(containerOf(spec, 'logs').volumeMounts).toContainEqual({ name: 'logs-ca-1', mountPath: '/fluent-bit/ca-1', readOnly: true });
  expect(spec.volumes).toContainEqual({ name: 'logs-ca-1', secret: { secretName: 'logins', items: [{ key: 'authority.pem', path: 'ca.crt' }] } });
});

test('files are read by a container of its own, of another user, where there are credentials', () => {
  const chart = newChart();
  const shipper = LogShipper.fluentBit({ outputs: [LogOutput.http({ url: 'http://logs', secretHeaders: { 'X-Key': fromSecret(chart, 'key') } })] });
  const spec = podSpecOf(ship(shipper, {}, newDeployment(chart)));
  const [sender, reader] = ['logs', 'logs-reader'].map((name) => containerOf(spec, name));
  expect([sender, reader].map(({ securityContext }) => securityContext.runAsUser)).toEqual([1001, 1000]);
  expect(reader.env).toBeUndefined();
  expect(sender.volumeMounts.map(({ name }: any) => name)).toEqual(['logs-state', 'logs-config']);
  expect(reader.volumeMounts.map(({ name }: any) => name)).toEqual(['logs', 'logs-state', 'logs-reader-config']);
});

test('Loki with labels and a tenant', () => {
  expect(only(LogOutput.loki({ url: 'http://loki.monitoring:3100/', labels: { job: 'web app', env: 'a=b' }, tenant: 'acme' }))).toEqual({
    name: 'loki', host: 'loki.monitoring', port: 3100, labels: 'job=web app, env=a=b', tenant_id: 'acme', ...TIMEOUTS, ...DELIVERY,
  });
});

test.each(['http://loki:3100/loki/api/v1/push', 'http://loki:3100/otlp/v1/logs/', 'http://loki:3100/otlp'])('Loki at %s is the server', (url) => {
  const { uri, host } = only(LogOutput.loki({ url }));
  expect([uri, host]).toEqual([undefined, 'loki']);
});

test('Loki behind a gateway is pushed to below its path', () => {
  expect(only(LogOutput.loki({ url: 'https://logs/team/loki/api/v1/push' })).uri).toBe('/team/loki/api/v1/push');
});

test('Loki labels records with the name of the workload\'s container', () => {
  expect(only(LogOutput.loki({ url: 'https://loki' }))).toMatchObject({ labels: 'job=main', port: 443 });
});

test.each([
  ['es', LogOutput.elasticsearch({ url: 'https://search:9200/logs/', index: 'web-1.0' }), { index: 'web-1.0', path: '/logs', port: 9200, ...TLS }],
  ['opensearch', LogOutput.openSearch({ url: 'http://[2001:db8::1]' }), { index: 'logs', host: '2001:db8::1', port: 80 }],
])('%s gets no record twice', (name, output, settings) => {
  const result = only(output);
  expect(result).toMatchObject({ name, generate_id: true, suppress_type_name: true, ...settings });
  expect(Object.values(result)).not.toContain(null);
});

test('OTLP over HTTP has the line as its body', () => {
  expect(only(LogOutput.otlpHttp({ url: 'http://collector:4318/base' }))).toEqual({
    name: 'opentelemetry',
    host: 'collector',
    port: 4318,
    logs_uri: '/base/v1/logs',
    logs_body_key: '$log',
    logs_body_key_attributes: true,
    ...TIMEOUTS,
    ...DELIVERY,
  });
});

test('forward is acknowledged, in the form that Fluentd takes', () => {
  expect(only(LogOutput.forward({ host: 'fluentd.monitoring' }))).toEqual({
    name: 'forward',
    host: 'fluentd.monitoring',
    port: 24224,
    require_ack_response: true,
    retain_metadata_in_forward_mode: false,
    ...TIMEOUTS,
    ...DELIVERY,
  });
});

test('two files in one folder share its mount, and the outputs the buffer', () => {
  const workload = newDeployment();
  const volume = new SharedVolume(workload, 'Out');
  const outputs = [LogOutput.file({ path: '/out/a.json', volume }), LogOutput.file({ path: '/out/b.json', volume })];
  const chart = ship(LogShipper.fluentBit({ outputs }), {}, workload);
  expect(parse(configFilesOf(chart)['fluent-bit.yaml']).pipeline.outputs).toEqual(['a.json', 'b.json'].map((file) => (
    { 'name': 'file', 'path': '/out', file, 'format': 'plain', ...DELIVERY, 'storage.total_limit_size': 67108864 }
  )));
  expect(containerOf(podSpecOf(chart), 'logs').volumeMounts.filter(({ name }: any) => name === 'out')).toHaveLength(1);
});

describe('what is refused', () => {
  const make = (output: LogOutput) => () => only(output);
  const file = (path: string) => () => {
    const workload = newDeployment();
    const output = LogOutput.file({ path, volume: new SharedVolume(workload, 'Out') });
    ship(LogShipper.fluentBit({ outputs: [output] }), {}, workload);
    return Chart.of(workload);
  };

  test('fails when the output is OTLP over gRPC', () => {
    expect(make(LogOutput.otlp({ url: 'http://collector:4317' }))).toThrow('use LogOutput.otlpHttp(), or LogShipper.openTelemetryCollector()');
  });

  test.each([
    ['collector:4318', 'is not an address of a server'],
    ['http://user:secret@logs', 'has credentials in it'],
    ['http://logs#x', 'has a query or fragment'],
    ['http://logs?a=${HOME}', 'contains \'${\''],
  ])('fails when a URL is %s', (url, message) => {
    expect(make(LogOutput.http({ url }))).toThrow(message);
  });

  test('fails when a URL has what the server has not', () => {
    expect(make(LogOutput.loki({ url: 'http://loki?x=1' }))).toThrow('has a query');
    expect(make(LogOutput.otlpHttp({ url: 'http://c/v1/logs' }))).toThrow('ends in \'/v1/logs\', which is added');
    expect(make(LogOutput.otlpHttp({ url: 'http://c?x=1' }))).toThrow('has a query');
  });

  test('fails when an authority is named for a server without TLS', () => {
    const caCertificate = { secret: secretOf(newChart()), key: 'ca' };
    expect(make(LogOutput.http({ url: 'http://logs', caCertificate }))).toThrow('starts with http, which does not use \'caCertificate\'');
  });

  test('fails when a login is not whole', () => {
    expect(make(LogOutput.http({ url: 'http://logs', user: 'a' }))).toThrow('a user without a password');
  });

  test('fails when a secret is in plain text', () => {
    const open = kplus.EnvValue.fromValue('s3cret') as any;
    expect(make(LogOutput.loki({ url: 'http://logs', user: 'a', password: open }))).toThrow('a secret of \'shop/Web/Logs\' is missing or in plain text');
    expect(make(LogOutput.http({ url: 'http://logs', headers: { 'X-Team': open } }))).toThrow('header \'X-Team\' of output \'http\' in \'shop/Web/Logs\' is not a string');
    expect(make(LogOutput.http({ url: 'http://logs', headers: { 'X-Api-Key': 's3cret' } }))).toThrow('header \'X-Api-Key\' of output \'http\'');
  });

  test('fails when a header cannot be sent', () => {
    const headers = { 'X Y': 'a' };
    expect(make(LogOutput.http({ url: 'http://logs', headers }))).toThrow('header \'X Y\' of output \'http\'');
    expect(make(LogOutput.elasticsearch({ url: 'http://logs', headers: { 'X-Y': 'a' } }))).toThrow('has headers, which Fluent Bit cannot send there');
  });

  test.each([{ '1a': 'x' }, { a: '$x' }, { a: 'x,y' }, { a: '' }, { a: ' x' }, {}])('fails when labels are %j', (labels) => {
    expect(make(LogOutput.loki({ url: 'http://loki', labels: labels as any }))).toThrow(/label/);
  });

  test('fails when an index, host or port is not valid', () => {
    expect(make(LogOutput.openSearch({ url: 'http://logs', index: 'Logs $x' }))).toThrow('index \'Logs $x\' in \'shop/Web/Logs\' is not a valid name for an index');
    expect(make(LogOutput.forward({ host: 'a b' }))).toThrow('host \'a b\' of output \'forward\'');
    expect(make(LogOutput.forward({ host: 'a', port: 70000 }))).toThrow('port 70000 of output \'forward\'');
  });

  test('fails when a file is at the root, among the log files, or has a name that depends on records', () => {
    expect(file('/records.json')).toThrow('where no volume can be mounted');
    expect(file('/var/log/app/sub/x')).toThrow('where the log files are');
    expect(file('/out/$tag')).toThrow('has a character with a special meaning');
  });
});
