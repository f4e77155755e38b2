import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { render } from './support/collector';
import { KubernetesVersion, LogFilter, LogOutput, LogParser, LogShipper, LogSidecar, ResourceProfile, SharedVolume, SidecarMode, VolumeSource } from '../../src';
import { configFilesOf, containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

const LOGS = ['/var/log/app/*.log'];

function secretOf(chart: Chart): kplus.ISecret {
  return kplus.Secret.fromSecretName(chart, 'Credentials', 'credentials');
}

function fromSecret(chart: Chart, key: string): kplus.SecretValue {
  return { secret: secretOf(chart), key };
}

describe('the container of the OpenTelemetry Collector', () => {
  test('reads the logs, keeps positions, and is restricted', () => {
    const { container, spec } = render(LOGS);
    expect(container).toMatchObject({
      image: 'otel/opentelemetry-collector-contrib:0.159.0',
      args: ['--config=/etc/otelcol/config.yaml', '--feature-gates=stanza.synchronousLogEmitter'],
      restartPolicy: 'Always',
      ports: [{ name: 'health', containerPort: 13133 }, { name: 'metrics', containerPort: 8888 }],
      securityContext: { runAsUser: 10001, runAsNonRoot: true, readOnlyRootFilesystem: true },
      startupProbe: { httpGet: { path: '/', port: 13133 }, periodSeconds: 1, failureThreshold: 60 },
      livenessProbe: { httpGet: { path: '/alive', port: 13233 } },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
    });
    expect(container.volumeMounts).toEqual([
      { name: 'logs', mountPath: '/var/log/app', readOnly: true },
      { name: 'logs-state', mountPath: '/var/lib/otelcol' },
      { name: 'logs-config', mountPath: '/etc/otelcol', readOnly: true },
    ]);
    expect(spec.volumes).toContainEqual({ name: 'logs-state', emptyDir: { sizeLimit: '50Mi' } });
  });

  test('has a guard beside it, of the same user, that sees the same files', () => {
    const { spec } = render(['/var/log/app/*.log'], {}, ['/var/log/app/debug.log']);
    expect(containerOf(spec, 'logs-guard')).toMatchObject({
      args: ['/var/log/app/*.log', '/var/log/app/*.log.*', '/var/log/app/*.log-*'],
      env: [
        { name: 'GUARD_FOLDERS', value: '/var/log/app' },
        { name: 'GUARD_EXCLUDE', value: '/var/log/app/debug.log\n/var/log/app/debug.log.*\n/var/log/app/debug.log-*' },
        { name: 'GUARD_METRICS_URL', value: 'http://127.0.0.1:8888/metrics' },
        { name: 'GUARD_PORT', value: '13233' },
      ],
      ports: [{ containerPort: 13233 }],
      readinessProbe: { exec: { command: ['sh', '/scripts/alive.sh', '/tmp/ready', '20'] }, failureThreshold: 1 },
      livenessProbe: { exec: { command: ['sh', '/scripts/alive.sh', '/tmp/heartbeat', '60'] } },
      securityContext: { runAsUser: 10001, runAsNonRoot: true, readOnlyRootFilesystem: true },
      restartPolicy: 'Always',
    });
    expect(containerOf(spec, 'logs-guard').volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log/app', readOnly: true });
  });

  test('goes on while a pod stops, where Kubernetes can delay the end', () => {
    const lifecycleOf = (version: string, mode: SidecarMode, stopDelay?: Duration) => {
      const chart = newChart();
      KubernetesVersion.of(version).applyTo(chart);
      new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOGS, sidecarMode: mode, shipper: LogShipper.openTelemetryCollector({ stopDelay }) });
      return containerOf(podSpecOf(chart), 'logs').lifecycle;
    };
    expect(lifecycleOf('1.30', SidecarMode.CLASSIC)).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(lifecycleOf('1.33', SidecarMode.NATIVE, Duration.seconds(20))).toEqual({ preStop: { sleep: { seconds: 20 } } });
    expect(lifecycleOf('1.29', SidecarMode.NATIVE)).toBeUndefined();
  });

  test('takes ports that are free', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'a:1', ports: [{ number: 8888 }, { number: 13133 }] }] });
    new LogSidecar(web, 'Logs', { logFiles: LOGS, shipper: LogShipper.openTelemetryCollector() });
    const { ports, livenessProbe } = containerOf(podSpecOf(chart), 'logs');
    expect(ports.map(({ containerPort }: any) => containerPort)).toEqual([13134, 8889]);
    expect(livenessProbe.httpGet.port).toBe(13233);
    expect(configFilesOf(chart)['config.yaml']).toMatch(/endpoint: 0.0.0.0:13134\n[^]*port: 8889\n/);
  });

  test.each([
    ['of the profile', undefined, '204MiB'],
    ['of its own', { memory: { limit: Size.gibibytes(1) } }, '819MiB'],
    ['without', {}, undefined],
  ])('collects garbage below the memory limit: %s', (_, resources, limit) => {
    const chart = newChart();
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOGS, resources, shipper: LogShipper.openTelemetryCollector() });
    expect(containerOf(podSpecOf(chart), 'logs').env.find(({ name }: any) => name === 'GOMEMLIMIT')?.value).toBe(limit);
  });

  test('follows the resource profile', () => {
    const chart = newChart();
    ResourceProfile.LARGE.applyTo(chart);
    new LogSidecar(newDeployment(chart), 'Logs', { logFiles: LOGS, shipper: LogShipper.openTelemetryCollector() });
    expect(containerOf(podSpecOf(chart), 'logs').env).toContainEqual({ name: 'GOMEMLIMIT', value: '409MiB' });
  });

  test('keeps positions on a volume of the user', () => {
    const web = newDeployment();
    const state = new SharedVolume(web, 'Positions');
    new LogSidecar(web, 'Logs', { logFiles: LOGS, shipper: LogShipper.openTelemetryCollector({ state }) });
    expect(containerOf(podSpecOf(Chart.of(web)), 'logs').volumeMounts).toContainEqual({ name: 'positions', mountPath: '/var/lib/otelcol' });
  });

  test('takes an image of the user', () => {
    expect(render(LOGS, { image: 'acme/collector:1' }).container.image).toBe('acme/collector:1');
  });
});

describe('the configuration of the OpenTelemetry Collector', () => {
  test('prints to stdout by default', () => {
    const { config } = render(LOGS);
    expect(config).toEqual({
      extensions: {
        file_storage: { directory: '/var/lib/otelcol', recreate: true },
        health_check: { endpoint: '0.0.0.0:13133' },
      },
      receivers: {
        file_log: {
          include: ['/var/log/app/*.log', '/var/log/app/*.log.*', '/var/log/app/*.log-*'],
          exclude: ['/var/log/app/*.{gz,bz2,xz,zst}'],
          start_at: 'beginning',
          storage: 'file_storage',
          poll_interval: '200ms',
          fingerprint_size: 1024,
          max_log_size: '256KiB',
          include_file_name: false,
          include_file_path: true,
          include_file_path_resolved: true,
          operators: [
            { type: 'filter', expr: 'not (attributes["log.file.path_resolved"] startsWith "/var/log/app/")' },
            { type: 'remove', field: 'attributes["log.file.path_resolved"]' },
          ],
          preserve_leading_whitespaces: true,
          preserve_trailing_whitespaces: true,
          force_flush_period: '0s',
          retry_on_failure: { enabled: true, max_interval: '10s', max_elapsed_time: '0s' },
        },
      },
      processors: {
        'transform/resource': {
          log_statements: [
            expect.stringMatching(/^set\(resource.attributes\["service.name"\], "shop-web-[a-z0-9]+"\)$/),
            'set(resource.attributes["k8s.namespace.name"], "${env:POD_NAMESPACE}")',
            'set(resource.attributes["k8s.pod.name"], "${env:POD_NAME}")',
          ],
        },
      },
      exporters: { debug: { verbosity: 'normal', use_internal_logger: false } },
      service: {
        extensions: ['file_storage', 'health_check'],
        pipelines: { logs: { receivers: ['file_log'], processors: ['transform/resource'], exporters: ['debug'] } },
        telemetry: {
          logs: { level: 'warn', disable_stacktrace: true },
          metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
        },
      },
    });
  });

  test('reads rotated files by the names that are given', () => {
    const files = (options: { rotatedFiles?: string[] }, paths = ['/logs/a.log', '/logs/b/x*']) => {
      const { include, exclude } = render(paths, options, ['/logs/debug.log']).config.receivers.file_log;
      return [include, exclude];
    };
    const compressed = ['/logs/*.{gz,bz2,xz,zst}', '/logs/b/*.{gz,bz2,xz,zst}'];
    const debug = ['/logs/debug.log', '/logs/debug.log.*', '/logs/debug.log-*'];
    expect(files({})).toEqual([['/logs/a.log', '/logs/b/x*', '/logs/a.log.*', '/logs/a.log-*'], [...debug, ...compressed]]);
    expect(files({ rotatedFiles: [] })).toEqual([['/logs/a.log', '/logs/b/x*'], [...debug, ...compressed]]);
    expect(files({ rotatedFiles: ['/logs/b/old.?'] })).toEqual([['/logs/a.log', '/logs/b/x*', '/logs/b/old.?'], [...debug, ...compressed]]);
  });

  test('puts records of several lines together', () => {
    const { file_log: receiver } = render(LOGS, { recordStart: '[0-9]', interval: Duration.seconds(2), fingerprintSize: Size.kibibytes(16) }).config.receivers;
    expect(receiver).toMatchObject({
      multiline: { line_start_pattern: '^.*([0-9])' }, force_flush_period: '1s', poll_interval: '2000ms', fingerprint_size: 16384,
    });
    expect(receiver).not.toHaveProperty('preserve_trailing_whitespaces');
  });

  test('has one processor for each filter of lines, in their order, before the parser', () => {
    const { config } = render(LOGS, {
      parser: LogParser.json(),
      filters: [LogFilter.addFields({ a: '1' }), LogFilter.drop('"x$'), LogFilter.redactOnly(['pin']), LogFilter.keep('y')],
    });
    expect(config.service.pipelines.logs.processors)
      .toEqual(['transform/resource', 'filter/2-drop', 'transform/3-redact', 'filter/4-keep', 'transform/records']);
    expect(config.processors['filter/2-drop']).toEqual({ log_conditions: ['IsMatch(log.body, "\\"x$$")'] });
    expect(config.processors['filter/4-keep']).toEqual({ log_conditions: ['not IsMatch(log.body, "y")'] });
    expect(config.processors['transform/records']).toEqual({
      error_mode: 'silent',
      log_statements: [
        'set(log.cache["record"], ParseJSON(log.body)) where IsMatch(log.body, "^[[:space:]]*[{]")',
        'merge_maps(log.attributes, log.cache["record"], "upsert") where log.cache["record"] != nil',
        'set(log.attributes["a"], "1")',
      ],
    });
  });

  test('redacts such that a failure lets no line through', () => {
    const { log_statements: statements, ...others } = render(LOGS, { filters: [LogFilter.redactOnly(['pin'])] }).config.processors['transform/1-redact'];
    expect(others).toEqual({});
    expect(statements.every((statement: string) => statement.startsWith('replace_pattern(log.body, "'))).toBe(true);
    expect(statements.join()).not.toMatch(/\$[0-9]/);
  });

  test('delivers to servers until they take it, with secrets from the environment only', () => {
    const { config, container, spec, yaml } = render(LOGS, chart => ({
      outputs: [
        LogOutput.loki({
          url: 'https://loki:3100/',
          tenant: 'shop',
          labels: { team: 'web' },
          userSecret: fromSecret(chart, 'user'),
          password: fromSecret(new Chart(chart, 'p'), 'pass'),
          caCertificate: { secret: secretOf(new Chart(chart, 'c')), key: 'root' },
        }),
        LogOutput.otlp({ url: 'http://collector:4317', secretHeaders: { 'X-Key': fromSecret(new Chart(chart, 'h'), 'key') } }),
        LogOutput.otlpHttp({ url: 'https://collector:4318' }),
      ],
    }));
    const delivery = {
      retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '0s' },
      sending_queue: {
        enabled: true, wait_for_result: true, block_on_overflow: true, batch: { sizer: 'bytes', min_size: 0, max_size: 4000000, flush_timeout: '1s' },
      },
    };
    expect(config.exporters).toEqual({
      'otlp_http/1': {
        endpoint: 'https://loki:3100/otlp',
        tls: { ca_file: '/etc/otelcol-ca-1/ca.crt' },
        auth: { authenticator: 'basicauth/1' },
        headers: { 'X-Scope-OrgID': '${env:OUTPUT_1_HEADER_1}' },
        ...delivery,
      },
      'otlp_grpc/2': { endpoint: 'collector:4317', tls: { insecure: true }, headers: { 'X-Key': '${env:OUTPUT_2_HEADER_1}' }, ...delivery },
      'otlp_http/3': { endpoint: 'https://collector:4318', ...delivery },
    });
    expect(config.extensions['basicauth/1']).toEqual({ client_auth: { username: '${env:OUTPUT_1_USER}', password: '${env:OUTPUT_1_PASSWORD}' } });
    expect(config.service.extensions).toContain('basicauth/1');
    expect(config.service.pipelines.logs.exporters).toEqual(['otlp_http/1', 'otlp_grpc/2', 'otlp_http/3']);
    expect(yaml).toContain('set(resource.attributes["team"], "web")');
    expect(container.env).toEqual(expect.arrayContaining([
      { name: 'OUTPUT_1_HEADER_1', value: 'shop' },
      { name: 'OUTPUT_1_PASSWORD', valueFrom: { secretKeyRef: { name: 'credentials', key: 'pass' } } },
      { name: 'OUTPUT_2_HEADER_1', valueFrom: { secretKeyRef: { name: 'credentials', key: 'key' } } },
    ]));
    expect(container.volumeMounts).toContainEqual({ name: 'logs-ca-1', mountPath: '/etc/otelcol-ca-1', readOnly: true });
    expect(spec.volumes).toContainEqual({ name: 'logs-ca-1', secret: { secretName: 'credentials', items: [{ key: 'root', path: 'ca.crt' }] } });
  });

  test.each(['http://loki:3100/loki/api/v1/push', 'http://loki:3100/otlp/v1/logs/', 'http://loki:3100/otlp'])('takes %s for the server', (url) => {
    expect(render(LOGS, { outputs: [LogOutput.loki({ url })] }).config.exporters['otlp_http/1'].endpoint).toBe('http://loki:3100/otlp');
  });

  test.each([['https://otlp', 'https://otlp/otlp'], ['https://logs/team/loki/api/v1/push', 'https://logs/team/otlp']])('sends what is for %s to %s', (url, endpoint) => {
    expect(render(LOGS, { outputs: [LogOutput.loki({ url })] }).config.exporters['otlp_http/1'].endpoint).toBe(endpoint);
  });

  test('reads files in a container of its own, of another user, where it has credentials', () => {
    const rendered = render(LOGS, chart => ({ outputs: [LogOutput.otlp({ url: 'http://collector:4317', secretHeaders: { 'X-Key': fromSecret(chart, 'key') } })] }));
    const { container, config, spec, reader } = rendered;
    const mounts = (one: any) => one.volumeMounts.map(({ mountPath }: any) => mountPath);
    expect(spec.initContainers.map(({ name }: any) => name)).toEqual(['logs', 'logs-reader', 'logs-guard']);
    expect([mounts(container), mounts(reader!.container)]).toEqual([['/etc/otelcol'], ['/var/log/app', '/var/lib/otelcol', '/etc/otelcol']]);
    expect([container, reader!.container].map(({ securityContext }) => securityContext.runAsUser)).toEqual([10002, 10001]);
    expect(reader!.container.env.map(({ name }: any) => name)).toEqual(['GOMEMLIMIT']);
    expect(config.receivers).toEqual({ otlp: { protocols: { grpc: { endpoint: '127.0.0.1:14317' } } } });
    expect(reader!.yaml).toContain('endpoint: 127.0.0.1:14317');
    expect(reader!.yaml).toMatch(/port: 8889\n/);
    expect(containerOf(spec, 'logs-guard').env).toContainEqual({ name: 'GUARD_METRICS_URL', value: 'http://127.0.0.1:8889/metrics' });
    expect([reader!.container, container].map(({ livenessProbe }) => livenessProbe.httpGet.port)).toEqual([13233, 13133]);
  });

  test('writes files within the limit of their volume', () => {
    const web = newDeployment();
    const volume = new SharedVolume(web, 'Out');
    const claim = new SharedVolume(web, 'Kept', { source: VolumeSource.persistentVolumeClaim(kplus.PersistentVolumeClaim.fromClaimName(Chart.of(web), 'Claim', 'logs')) });
    const outputs = [
      LogOutput.file({ path: '/out/a.json', volume }), LogOutput.file({ path: '/out/b.json', volume }), LogOutput.file({ path: '/kept/c.json', volume: claim }),
    ];
    new LogSidecar(web, 'Logs', { logFiles: LOGS, shipper: LogShipper.openTelemetryCollector({ outputs }) });
    const chart = Chart.of(web);
    expect(configFilesOf(chart)['config.yaml']).toContain([
      'exporters:',
      '  file/1:', '    path: /out/a.json', '    rotation:', '      max_megabytes: 50', '      max_backups: 2',
      '  file/2:', '    path: /out/b.json', '    rotation:', '      max_megabytes: 50', '      max_backups: 2',
      '  file/3:', '    path: /kept/c.json', '    rotation:', '      max_megabytes: 100', '      max_backups: 0', '',
    ].join('\n'));
    const mounts = containerOf(podSpecOf(chart), 'logs').volumeMounts.map(({ mountPath }: any) => mountPath);
    expect(mounts).toEqual(['/var/log/app', '/var/lib/otelcol', '/out', '/kept', '/etc/otelcol']);
  });
});
