import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { fluentBit, ship } from './support/shippers';
import { KubernetesVersion, LogFilter, LogOutput, LogParser, LogShipper, LogSidecar, SharedVolume, SidecarMode, VolumeSource } from '../../src';
import { configFilesOf, containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

const tail = (config: any) => config.pipeline.inputs[0];
const processors = (config: any) => tail(config).processors?.logs;

describe('the container', () => {
  test('runs the program with its configuration, its state on a volume with a limit', () => {
    const spec = podSpecOf(ship(LogShipper.fluentBit()));
    const container = containerOf(spec, 'logs');
    expect(container).toMatchObject({
      image: 'cr.fluentbit.io/fluent/fluent-bit:5.1.1',
      command: ['/fluent-bit/bin/fluent-bit'],
      args: ['-c', '/fluent-bit/etc/pod/fluent-bit.yaml'],
      ports: [{ containerPort: 2020, name: 'metrics' }],
      securityContext: { runAsUser: 1000, readOnlyRootFilesystem: true },
      resources: { limits: { 'memory': '128Mi', 'ephemeral-storage': '300Mi' } },
    });
    expect(container.volumeMounts).toEqual([
      { name: 'logs', mountPath: '/var/log/app', readOnly: true },
      { name: 'logs-state', mountPath: '/fluent-bit/state' },
      { name: 'logs-config', mountPath: '/fluent-bit/etc/pod', readOnly: true },
    ]);
    expect(spec.volumes).toContainEqual({ name: 'logs-state', emptyDir: { sizeLimit: '192Mi' } });
  });

  test('is probed on the server, not on the outputs', () => {
    const container = containerOf(podSpecOf(ship(LogShipper.fluentBit())), 'logs');
    expect(container.startupProbe).toMatchObject({ httpGet: { path: '/', port: 2020 }, periodSeconds: 1, failureThreshold: 60 });
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/', port: 2020 } });
    expect(container.readinessProbe).toBeUndefined();
  });

  test('takes the next port where the app has its own', () => {
    const workload = newDeployment();
    workload.containers[0].addPort({ number: 2020 });
    const chart = ship(LogShipper.fluentBit(), {}, workload);
    expect(containerOf(podSpecOf(chart), 'logs').ports[0].containerPort).toBe(2021);
    expect(configFilesOf(chart)['fluent-bit.yaml']).toContain('http_port: 2021');
  });

  test.each([[SidecarMode.NATIVE, 2], [SidecarMode.CLASSIC, 5]])('goes on for the app\'s last lines: %#', (sidecarMode, seconds) => {
    const spec = podSpecOf(ship(LogShipper.fluentBit(), { sidecarMode }));
    expect(containerOf(spec, 'logs').lifecycle).toEqual({ preStop: { sleep: { seconds } } });
  });

  test('goes on as long as it is told, where Kubernetes can do that', () => {
    const old = newChart();
    KubernetesVersion.of('1.29').applyTo(old);
    const shipper = LogShipper.fluentBit({ stopDelay: Duration.seconds(9) });
    expect(containerOf(podSpecOf(ship(shipper)), 'logs').lifecycle).toEqual({ preStop: { sleep: { seconds: 9 } } });
    expect(containerOf(podSpecOf(ship(shipper, {}, newDeployment(old))), 'logs').lifecycle).toBeUndefined();
  });

  test('keeps its state on the volume that is given', () => {
    const chart = newChart();
    const workload = newDeployment(chart);
    const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'state');
    const state = new SharedVolume(workload, 'State', { source: VolumeSource.persistentVolumeClaim(claim) });
    ship(LogShipper.fluentBit({ state }), {}, workload);
    const spec = podSpecOf(chart);
    expect(containerOf(spec, 'logs').volumeMounts).toContainEqual({ name: 'state', mountPath: '/fluent-bit/state' });
    expect(spec.volumes.map((volume: any) => volume.name)).toEqual(['logs', 'state', 'logs-config']);
  });

  test('stands twice in a pod', () => {
    const workload = newDeployment();
    new LogSidecar(workload, 'One', { logFiles: ['/logs/one.log'], shipper: LogShipper.fluentBit() });
    new LogSidecar(workload, 'Two', { logFiles: ['/logs/two.log'], shipper: LogShipper.fluentBit() });
    expect(containerOf(podSpecOf(Chart.of(workload)), 'two').ports[0].containerPort).toBe(2021);
  });
});

test('by default, lines go to stdout, buffered on disk and without a limit of retries', () => {
  const config = fluentBit();
  expect(config.service).toEqual({
    'flush': 1,
    'grace': 5,
    'log_level': 'warn',
    'http_server': true,
    'http_listen': '0.0.0.0',
    'http_port': 2020,
    'health_check': true,
    'scheduler.base': 1,
    'scheduler.cap': 30,
    'storage.path': '/fluent-bit/state/buffer',
    'storage.sync': 'normal',
    'storage.metrics': true,
    'storage.max_chunks_up': 16,
    'storage.backlog.mem_limit': '5M',
    'storage.backlog.flush_on_shutdown': true,
  });
  expect(config.pipeline).toEqual({
    inputs: [{
      'name': 'tail',
      'tag': 'logs',
      'path': '/var/log/app/*.log',
      'exclude_path': '*.gz,*.bz2,*.xz,*.zst',
      'db': '/fluent-bit/state/tail.db',
      'db.sync': 'normal',
      'db.locking': true,
      'read_from_head': true,
      'refresh_interval': 1,
      'rotate_wait': 30,
      'buffer_max_size': '2M',
      'skip_long_lines': true,
      'storage.type': 'filesystem',
    }],
    outputs: [{
      'name': 'stdout',
      'match': '*',
      'format': 'json_lines',
      'json_date_key': '@timestamp',
      'json_date_format': 'iso8601',
      'retry_limit': 'no_limits',
      'storage.total_limit_size': 128 * 1024 * 1024,
    }],
  });
  expect(Object.keys(config)).toEqual(['service', 'pipeline']);
});

describe('files', () => {
  test('names that a glob takes in after a rotation are left out', () => {
    const { path, exclude_path: exclude } = tail(fluentBit({}, { logFiles: ['/logs/app.log*', '/logs/web.log'], exclude: ['/logs/app.log.tmp'] }));
    expect(path).toBe('/logs/app.log*,/logs/web.log');
    expect(exclude.split(',')).toEqual([
      '/logs/app.log.tmp',
      '/logs/app.log*.[0-9]',
      '/logs/app.log*.[0-9][0-9]',
      '/logs/app.log*.[0-9][0-9][0-9]',
      '/logs/app.log*-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]',
      '/logs/app.log*.[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]',
      '*.gz', '*.bz2', '*.xz', '*.zst',
    ]);
  });

  test('the path of the file becomes a field on request', () => {
    expect(tail(fluentBit({ fileField: 'file' })).path_key).toBe('file');
  });
});

describe('records', () => {
  test('lines are redacted before they are parsed, and fields after it', () => {
    const config = fluentBit({
      parser: LogParser.regex('^(?<time>[^ ]+) (?<level>[A-Z]+)', { timeField: 'time' }),
      filters: [LogFilter.addFields({ env: 'prod' }), LogFilter.drop('DEBUG'), LogFilter.redactOnly(['token']), LogFilter.keep('a/b')],
    });
    const redaction = { name: 'lua', script: '/fluent-bit/etc/pod/redact.lua', call: 'redact' };
    expect(processors(config)).toEqual([
      { name: 'grep', exclude: 'log /DEBUG/' },
      redaction,
      { name: 'grep', regex: 'log /a/b/' },
      { name: 'parser', key_name: 'log', parser: 'fields', reserve_data: true },
      redaction,
      { name: 'content_modifier', action: 'upsert', key: 'env', value: 'prod' },
    ]);
    expect(config.parsers).toEqual([{
      name: 'fields',
      format: 'regex',
      regex: '/^(?<time>[^ ]+) (?<level>[A-Z]+)/',
      time_key: 'time',
      time_format: '%Y-%m-%dT%H:%M:%S%z',
      time_keep: true,
    }]);
  });

  test('JSON is redacted after it is parsed, when a number can become a text', () => {
    const names = processors(fluentBit({ parser: LogParser.json(), filters: [LogFilter.redact()] })).map(({ name }: any) => name);
    expect(names).toEqual(['parser', 'lua']);
  });

  test('the script and the keys of all redactions come with it', () => {
    const shipper = LogShipper.fluentBit({ filters: [LogFilter.redactOnly(['token', 'pin']), LogFilter.redactOnly(['pin', 'otp'])] });
    const chart = ship(shipper);
    expect(containerOf(podSpecOf(chart), 'logs').env).toEqual([{ name: 'LOG_REDACT_KEYS', value: 'token pin otp' }]);
    expect(Object.keys(configFilesOf(chart))).toEqual(['fluent-bit.yaml', 'redact.lua']);
    expect(configFilesOf(chart)['fluent-bit.yaml'].match(/name: lua/g)).toHaveLength(1);
    expect(Object.keys(configFilesOf(ship(LogShipper.fluentBit())))).toEqual(['fluent-bit.yaml']);
  });

  test('fields are removed', () => {
    expect(processors(fluentBit({ filters: [LogFilter.removeFields(['a b', '$c'])] }))).toEqual([
      { name: 'content_modifier', action: 'delete', key: 'a b' },
      { name: 'content_modifier', action: 'delete', key: '$c' },
    ]);
  });

  test('lines up to the next first one are one record, without its last newline', () => {
    const config = fluentBit({ recordStart: '[0-9]', parser: LogParser.regex('(?<message>.*)') });
    expect(tail(config)['multiline.parser']).toBe('record');
    expect(config.multiline_parsers).toEqual([{
      name: 'record',
      type: 'regex',
      flush_timeout: 1000,
      rules: [
        { state: 'start_state', regex: '/[0-9]/', next_state: 'cont' },
        { state: 'cont', regex: '/^(?!.*(?:[0-9]))/', next_state: 'cont' },
      ],
    }]);
    expect(processors(config).map(({ parser }: any) => parser)).toEqual(['record', 'fields']);
    expect(config.parsers.map(({ regex }: any) => regex)).toEqual(['/\\A(?<log>.*?)\\n*\\z/m', '/(?<message>.*)/m']);
  });
});

describe('what is refused', () => {
  const make = (options: object) => () => fluentBit(options);

  test('fails when there is nowhere to deliver to', () => {
    expect(make({ outputs: [] })).toThrow('list of outputs in \'shop/Web/Logs\' is empty');
  });

  test('fails when the buffer is too small for its outputs', () => {
    const outputs = [LogOutput.stdout(), LogOutput.forward({ host: 'fluentd' })];
    expect(make({ outputs, bufferSize: Size.mebibytes(15) })).toThrow('less than 8 MiB for each of its 2 outputs');
    expect(make({ outputs, bufferSize: Size.mebibytes(16) })).not.toThrow();
    expect(make({ bufferSize: Size.mebibytes(0) })).toThrow('buffer size in \'shop/Web/Logs\' is zero');
  });

  test('fails when a pattern is not understood by every shipper', () => {
    expect(make({ recordStart: '\\d' })).toThrow('uses \'\\d\'');
    expect(make({ filters: [LogFilter.keep('(')] })).toThrow('is not a regular expression');
    expect(make({ parser: LogParser.regex('(?<a>\\w)') })).toThrow('uses \'\\w\'');
  });

  test('fails when a parser finds no field, or one twice', () => {
    expect(make({ parser: LogParser.regex('^(.*)$') })).toThrow('has no named group');
    expect(make({ parser: LogParser.regex('(?<a>x)(?<a>y)') })).toThrow('has two groups \'a\'');
  });

  test('fails when a time format has no field', () => {
    expect(make({ parser: LogParser.json({ timeFormat: '%s' }) })).toThrow('time format \'%s\' in \'shop/Web/Logs\' has no field');
  });

  test('fails when a filter names no field', () => {
    expect(make({ filters: [LogFilter.addFields({})] })).toThrow('filter \'addFields\' in \'shop/Web/Logs\' has no field');
    expect(make({ filters: [LogFilter.removeFields([''])] })).toThrow('a field without a name');
  });

  test('fails when the stop delay is zero', () => {
    expect(make({ stopDelay: Duration.seconds(0) })).toThrow('stop delay in \'shop/Web/Logs\' is zero');
  });
});
