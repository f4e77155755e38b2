import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { Endpoint, AccessLog, EnvoyReverseProxyOptions, ReverseProxyProtocol, SharedVolume, TlsCertificate } from '../../src';
import { commonProps, optional } from '../proxy/support/arbitrary';
import { complaintsOf, renderEnvoy } from '../proxy/support/envoy';
import { describeProgram } from '../support/programs';
import { newChart } from '../support/workloads';

const common = commonProps(['"', '\'', '\\', '\\n', '$', '{', '%', '%REQ(HOST)%', 'a', 'ü', '\u{1f600}', ' ']);
const envoyOptions: fc.Arbitrary<EnvoyReverseProxyOptions> = fc.record({
  metrics: optional(fc.record({
    buckets: fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1 })
      .map((all) => all.sort((a, b) => a - b).map((millis) => Duration.millis(millis))),
  })),
  tracing: optional(fc.record({
    serviceName: fc.string({ unit: 'binary', minLength: 1 }).map((rest) => `a${rest}`),
    samplePercent: fc.double({ min: 0, max: 100, noNaN: true }),
    collector: fc.constantFrom(new Endpoint({ port: 4317 }), new Endpoint({ host: 'collector.tracing', port: 4317 }), new Endpoint({ host: '::1', port: 1 })),
  })),
});
const fileName = fc.constantFrom('access.log', 'a"b.log', '%DURATION%', 'ü');

describeProgram('envoy', 'the configuration of a reverse proxy by Envoy', (envoy) => {
  test('is accepted without a warning, whatever the values', () => {
    fc.assert(fc.property(common, envoyOptions, optional(fileName), fc.boolean(), (props, options, file, tls) => {
      const chart = newChart();
      const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls'));
      const accessLog = file === undefined ? AccessLog.off() : AccessLog.file(new SharedVolume(chart, 'Logs'), file);
      expect(complaintsOf(envoy, renderEnvoy({ ...props, tls: tls ? { certificate } : undefined }, { ...options, accessLog }, chart))).toBe('');
    }), { numRuns: 25 });
  });

  test('is accepted for gRPC too', () => {
    fc.assert(fc.property(common, (props) => {
      expect(complaintsOf(envoy, renderEnvoy({ ...props, maxBodySize: undefined, appProtocol: ReverseProxyProtocol.GRPC }))).toBe('');
    }), { numRuns: 10 });
  });

  test('is complained about when it is wrong', () => {
    const { files, ...rest } = renderEnvoy();
    expect(complaintsOf(envoy, { ...rest, files: { ...files, 'envoy.json': files['envoy.json'].replace('"idle_timeout"', '"idle_time"') } })).toContain('idle_time');
  });
});
