import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { fluentd, ship } from './support/shippers';
import { LogFilter, LogOutput, LogParser, LogShipper, SharedVolume, SidecarMode, VolumeSource } from '../../src';
import { configFilesOf, containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

const filters = (text: string) => text.split('\n\n').slice(1, -1).join('\n');

test('the documented configuration: files to stdout with hostname and tag, the positions on a writable volume', () => {
  expect(fluentd({ extraConfig: { 'filter app.logs': ['@type record_transformer', '<record>', '  hostname "#{Socket.gethostname}"', '  tag \'${tag}\'', '</record>'] } }, { logFiles: ['/var/log/nginx/*.log'] })).toBe(`<source>
  @type tail
  path '/var/log/nginx/*.log'
  pos_file '/fluentd/state/tail.pos'
  tag 'app.logs'
  read_from_head true
  refresh_interval '1s'
  follow_inodes true
  encoding 'UTF-8'
  <parse>
    @type none
  </parse>
</source>

<filter app.logs>
  @type record_transformer
  <record>
    hostname "#{Socket.gethostname}"
    tag '\${tag}'
  </record>
</filter>

<match app.logs>
  @type stdout
</match>
`);
});

describe('the container', () => {
  test('runs the program with its configuration, its state on a volume with a limit', () => {
    const spec = podSpecOf(ship(LogShipper.fluentd(), { containerName: 'fluentd', sidecarMode: SidecarMode.CLASSIC }));
    const container = containerOf(spec, 'fluentd');
    expect(container).toMatchObject({
      image: 'fluent/fluentd:v1.16-1',
      args: ['fluentd', '-c', '/fluentd/etc/fluent.conf', '-p', '/fluentd/etc'],
      securityContext: { runAsUser: 1000, readOnlyRootFilesystem: true },
      resources: { limits: { 'memory': '256Mi', 'ephemeral-storage': '300Mi' } },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
    });
    expect(container.command).toBeUndefined();
    expect(container.volumeMounts).toEqual([
      { name: 'logs', mountPath: '/var/log/app', readOnly: true },
      { name: 'fluentd-state', mountPath: '/fluentd/state' },
      { name: 'fluentd-config', mountPath: '/fluentd/etc', readOnly: true },
      { name: 'fluentd-tmp', mountPath: '/tmp' },
    ]);
    expect(spec.volumes).toContainEqual({ name: 'fluentd-state', emptyDir: { sizeLimit: '192Mi' } });
  });

  test('keeps its state on the volume that is given', () => {
    const chart = newChart();
    const workload = newDeployment(chart);
    const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'state');
    const state = new SharedVolume(workload, 'State', { source: VolumeSource.persistentVolumeClaim(claim) });
    ship(LogShipper.fluentd({ state }), {}, workload);
    expect(containerOf(podSpecOf(chart), 'logs').volumeMounts).toContainEqual({ name: 'state', mountPath: '/fluentd/state' });
  });
});

test('compressed files that a path takes in are left out', () => {
  expect(fluentd({}, { logFiles: ['/logs/app*', '/logs/web.log'], exclude: ['/logs/app.tmp'] })).toContain(
    'exclude_path \'["/logs/app.tmp","/logs/app*.gz","/logs/app*.bz2","/logs/app*.xz","/logs/app*.zst"]\'',
  );
});

test('lines are redacted before they are parsed, and fields after it', () => {
  const redaction = `<filter web>
  @type redact_secrets
  keys '["token"]'
</filter>`;
  expect(filters(fluentd({
    tag: 'web',
    parser: LogParser.regex('^(?<level>[A-Z]+)'),
    filters: [
      LogFilter.addFields({ 'env': 'it\'s \\ prod', 'a b': 'true' }),
      LogFilter.drop('DEBUG'),
      LogFilter.redactOnly(['token']),
      LogFilter.keep('a/b'),
      LogFilter.removeFields(['level', 'x y']),
    ],
  }))).toBe(`<filter web>
  @type grep
  <exclude>
    key message
    pattern '/DEBUG/'
  </exclude>
</filter>
${redaction}
<filter web>
  @type grep
  <regexp>
    key message
    pattern '/a/b/'
  </regexp>
</filter>
<filter web>
  @type parser
  key_name message
  reserve_data true
  remove_key_name_field true
  emit_invalid_record_to_error false
  replace_invalid_sequence true
  <parse>
    @type regexp
    expression '/^(?<level>[A-Z]+)/'
    time_key ''
  </parse>
</filter>
${redaction}
<filter web>
  @type record_transformer
  <record>
    env 'it\\'s \\\\ prod'
    'a b' true
  </record>
</filter>
<filter web>
  @type record_transformer
  remove_keys '["level","x y"]'
</filter>`);
});

test('JSON is redacted after it is parsed, when a number can become a text', () => {
  const text = fluentd({ parser: LogParser.json(), filters: [LogFilter.redact()] });
  expect(text.match(/@type \w+/g)).toEqual(['@type tail', '@type none', '@type parser', '@type json', '@type redact_secrets', '@type stdout']);
});

test('the plugin for redaction comes with it', () => {
  expect(Object.keys(configFilesOf(ship(LogShipper.fluentd({ filters: [LogFilter.redact()] }))))).toEqual(['fluent.conf', 'filter_redact_secrets.rb']);
  expect(Object.keys(configFilesOf(ship(LogShipper.fluentd())))).toEqual(['fluent.conf']);
});

test('outputs that can fail have a buffer on disk, and share it', () => {
  const workload = newDeployment();
  const volume = new SharedVolume(workload, 'Out');
  const outputs = [LogOutput.file({ path: '/out/records.json', volume }), LogOutput.forward({ host: 'fluentd.monitoring' })];
  const chart = ship(LogShipper.fluentd({ outputs }), {}, workload);
  const buffer = (number: number) => `<buffer []>
      @type file
      path '/fluentd/state/buffer-${number}'
      total_limit_size '65536k'
      flush_mode interval
      flush_interval '1s'
      flush_at_shutdown true
      retry_forever true
      retry_max_interval '30s'
      overflow_action block
    </buffer>`;
  expect(configFilesOf(chart)['fluent.conf'].split('\n\n').pop()).toBe(`<match app.logs>
  @type copy
  <store>
    @type file
    path '/out/records.json'
    append true
    add_path_suffix false
    <format>
      @type json
    </format>
    ${buffer(1)}
  </store>
  <store>
    @type forward
    require_ack_response true
    ack_response_timeout '10s'
    <server>
      host 'fluentd.monitoring'
      port 24224
    </server>
    ${buffer(2)}
  </store>
</match>
`);
  expect(containerOf(podSpecOf(chart), 'logs').volumeMounts).toContainEqual({ name: 'out', mountPath: '/out' });
});

describe('what is refused', () => {
  const make = (options: object, props = {}) => () => fluentd(options, props);

  test('fails when there is nowhere to deliver to', () => {
    expect(make({ outputs: [] })).toThrow('list of outputs in \'shop/Web/Logs\' is empty');
  });

  test('fails when the output is not part of Fluentd', () => {
    expect(make({ outputs: [LogOutput.loki({ url: 'http://loki' })] })).toThrow('output \'loki\' of \'shop/Web/Logs\' is not part of Fluentd\'s own image');
  });

  test('fails when a wildcard would be taken for a character', () => {
    expect(make({}, { logFiles: ['/logs/app-[ab].log'] })).toThrow('has ? or [ but no *');
    expect(make({}, { logFiles: ['/logs/app-[ab]*.log'] })).not.toThrow();
  });

  test.each(['fluent', 'fluent.x', 'a.**', 'a b', '', 'a.', '${x}'])('fails when the tag is %j', (tag) => {
    expect(make({ tag })).toThrow(`tag '${tag}' in 'shop/Web/Logs'`);
  });

  test('fails when the time of a record would lose it', () => {
    expect(make({ parser: LogParser.json({ timeField: 'ts' }) })).toThrow('lose records whose time it cannot parse');
  });

  test('fails when a pattern finds no field or is not understood by every shipper', () => {
    expect(make({ parser: LogParser.regex('.*') })).toThrow('has no named group');
    expect(make({ filters: [LogFilter.drop('\\s')] })).toThrow('uses \'\\s\'');
  });

  test('fails when a filter names no field', () => {
    expect(make({ filters: [LogFilter.removeFields([])] })).toThrow('filter \'removeFields\' in \'shop/Web/Logs\' has no field');
  });

  test('fails when a file is at the root, among the log files, or has a placeholder in its name', () => {
    const file = (path: string) => () => {
      const workload = newDeployment();
      return ship(LogShipper.fluentd({ outputs: [LogOutput.file({ path, volume: new SharedVolume(workload, 'Out') })] }), {}, workload);
    };
    expect(file('/x')).toThrow('where no volume can be mounted');
    expect(file('/var/log/app/x')).toThrow('where the log files are');
    expect(file('/out/%Y')).toThrow('has a character with a special meaning');
    expect(file('/out/x')()).toBeInstanceOf(Chart);
  });

  test('fails when a host or port is not valid', () => {
    expect(make({ outputs: [LogOutput.forward({ host: '' })] })).toThrow('host \'\' of output \'forward\'');
    expect(make({ outputs: [LogOutput.forward({ host: 'a', port: 0 })] })).toThrow('port 0 of output \'forward\'');
  });
});
