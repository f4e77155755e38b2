import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  SharedVolume, TelemetryCollectorProps, TelemetryExporter, TelemetryPipeline, TelemetryProcessor, TelemetryQueue, TelemetryReceiver,
  TelemetrySignal,
} from '../../src';
import { COLLECTOR, validate } from '../logging/support/collector';
import { describeProgram } from '../support/programs';
import { render } from '../telemetry/support/telemetry';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('$', '$$', '{', '}', '${env:POD_NAME}', '"', '\\', '\'', '\n', '\0', '%', '\u2028', '\x85', '\ufeff', '\ud800', ':', '#', '- ', 'a') }),
  fc.constantFrom('', ' ', 'yes', 'null', '~', '0x1f', '1_000', '2026-01-01', '12:30:45', '0o7', '.inf', '!!int 1', '*a', '&a', '<<', '=', '---'),
);
const name = text.filter((value) => value !== '');
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const header = fc.string({ unit: fc.constantFrom('$', '{', '}', '"', '\\', ' ', '#', ':', 'a', '1') });

const receivers = fc.record({
  otlp: fc.record({ grpcPort: optional(fc.constant(5317)), exposed: optional(fc.boolean()) }).map(TelemetryReceiver.otlp),
  jaeger: optional(fc.record({ binaryPort: optional(fc.constant(6832)), grpcPort: optional(fc.constant(14250)) }).map(TelemetryReceiver.jaeger)),
  prometheus: optional(fc.record({
    targets: fc.uniqueArray(fc.record({
      port: fc.integer({ min: 1, max: 65535 }), path: fc.constantFrom('/metrics', '/a?b=$c&d={e}', '/${env:POD_NAME}'), job: optional(fc.constantFrom('a', 'x.y-z', 'yes', 'null')),
    }), { minLength: 1, maxLength: 4, selector: ({ port, path }) => `${port}${path}` }),
    interval: optional(fc.constantFrom(Duration.seconds(1), Duration.minutes(2))),
  }).map(TelemetryReceiver.prometheus)),
  files: optional(fc.record({ recordStart: optional(fc.constant('^[0-9$]')) })
    .map(({ recordStart }) => TelemetryReceiver.files({ recordStart, logFiles: ['/var/log/app/*.log', '/var/log/app/a b/[!x]?.log'] }))),
}).map((all) => Object.values(all).filter((one): one is TelemetryReceiver => one !== undefined));

const volume = (web: kplus.Deployment) => new SharedVolume(web, 'Out');
const exporters = fc.record({
  otlp: fc.record({
    url: fc.constantFrom('http://a:4317', 'https://[::1]:4317/'),
    headers: optional(fc.dictionary(fc.constantFrom('X-Team', 'x_1'), header)),
  }).map(TelemetryExporter.otlp),
  http: optional(fc.record({ url: fc.constantFrom('http://a', 'https://b:4318/x/'), signals: fc.subarray(Object.values(TelemetrySignal), { minLength: 1 }) })
    .map(TelemetryExporter.otlpHttp)),
  debug: optional(fc.constant(TelemetryExporter.debug())),
  prometheus: optional(fc.constant(TelemetryExporter.prometheus())),
  file: fc.boolean(),
});
const processors = fc.array(fc.oneof(
  fc.dictionary(name, text, { minKeys: 1 }).map(TelemetryProcessor.resourceAttributes),
  fc.array(name, { minLength: 1 }).map(TelemetryProcessor.removeAttributes),
), { maxLength: 3 });
const queue = fc.constantFrom(TelemetryQueue.none(), TelemetryQueue.persistent(), TelemetryQueue.persistent({ size: Size.gibibytes(1) }));

const props = fc.tuple(receivers, exporters, optional(processors), optional(queue), fc.boolean())
  .map(([from, { file, ...to }, through, held, apart]) => (web: kplus.Deployment): TelemetryCollectorProps => {
    const files = file ? [TelemetryExporter.file({ path: '/out/a b${env:POD_NAME}.json', volume: volume(web) })] : [];
    const all = [...Object.values(to).filter((one): one is TelemetryExporter => one !== undefined), ...files];
    return apart
      ? {
        queue: held,
        pipelines: [
          TelemetryPipeline.traces({ receivers: [from[0]], processors: through, exporters: [all[0]] }),
          TelemetryPipeline.traces({ receivers: [from[0]], exporters: [all[0], ...files] }),
          TelemetryPipeline.logs({ receivers: [from[0]], processors: through, exporters: [all[0]] }),
        ],
      }
      : { queue: held, receivers: from, processors: through, exporters: all };
  });

describeProgram(COLLECTOR, 'values in the configuration of a telemetry collector', (collector) => {
  const env = { POD_NAME: 'a', POD_NAMESPACE: 'b', POD_UID: 'c', NODE_NAME: 'd', OUTPUT_1_HEADER_1: 'a $b', OUTPUT_1_HEADER_2: 'a $b' };

  test('every configuration is valid', () => {
    fc.assert(fc.property(props, (options) => {
      const { yaml, container } = render(options);
      expect(validate(collector, yaml, container.args, env)).toBe('');
    }), { numRuns: 25 });
  });

  test('an invalid configuration is found', () => {
    const { yaml, container } = render();
    expect(validate(collector, yaml.replace('- memory_limiter', '- memory_limit'), container.args, env)).toContain('references processor "memory_limit" which is not configured');
  });

  test.each<[string, (secret: kplus.ISecret) => object]>([
    ['a client certificate', (clientCertificate) => ({ clientCertificate })],
    ['the certificate of an authority', (secret) => ({ caCertificate: { secret, key: 'ca' } })],
  ])('a configuration with %s is valid', (_, options) => {
    const { yaml, container } = render((web) => ({
      exporters: [TelemetryExporter.otlp({ url: 'https://a:4317', ...options(kplus.Secret.fromSecretName(web, 'S', 's')) })],
    }));
    expect(validate(collector, yaml, container.args, env)).toBe('');
  });
});
