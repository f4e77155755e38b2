import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  Endpoint, EnvoyAccessLog, EnvoyReverseProxyOptions, HeaderValue, ReverseProxyProps, ReverseProxyProtocol, SharedVolume, TlsCertificate,
} from '../../src';
import { ENVOY } from '../ambassador/support/envoy';
import { complaintsOf, renderEnvoy } from '../proxy/support/envoy';
import { skipped } from '../support/skipped';
import { newChart } from '../support/workloads';

if (!ENVOY) {
  skipped('envoy');
}

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const duration = fc.oneof(fc.integer({ min: 1, max: 70_000 }).map(Duration.millis), fc.integer({ min: 1, max: 600 }).map(Duration.seconds));
const size = fc.oneof(fc.integer({ min: 1, max: 5000 }).map(Size.kibibytes), fc.integer({ min: 1, max: 4000 }).map(Size.mebibytes));
const SIGNS = fc.constantFrom('"', '\'', '\\', '\\n', '$', '{', '%', '%REQ(HOST)%', 'a', 'ü', '\u{1f600}', ' ');
const text = fc.string({ unit: SIGNS, minLength: 1 })
  .map((value) => value.trim()).filter((value) => value !== '');
const name = fc.stringMatching(/^[A-Za-z0-9!#%&'*+.^_`|~-]{1,20}$/).map((value) => `X${value}`);
const value = fc.oneof(text.map(HeaderValue.text), fc.constantFrom(
  HeaderValue.clientAddress(), HeaderValue.host(), HeaderValue.scheme(), HeaderValue.requestId(), HeaderValue.appResponseTime(),
  HeaderValue.removed(),
));
const headers = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key.toLowerCase(), maxLength: 5 }).map(Object.fromEntries);
const path = fc.stringMatching(/^(\/[A-Za-z0-9_~!&'()*+,;=:@-]{1,8}){1,3}$/);
const network = fc.oneof(fc.constantFrom('::1', 'fd00::/8', '10.0.0.0/8', '127.0.0.1'), fc.ipV4());

const common: fc.Arbitrary<ReverseProxyProps> = fc.record({
  requestHeaders: optional(headers),
  responseHeaders: optional(headers),
  trustedProxies: optional(fc.uniqueArray(network, { maxLength: 3 })),
  healthPath: optional(path),
  timeouts: optional(fc.record({ connect: duration, response: duration, request: optional(duration), idle: optional(duration) })
    .filter(({ connect, response }) => connect.toMilliseconds() <= response.toMilliseconds())),
  rateLimit: optional(fc.record({ requestsPerSecond: fc.integer({ min: 1, max: 1e6 }), burst: optional(fc.nat(1e6)) })),
}, { requiredKeys: [] });
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

(ENVOY ? describe : describe.skip)('the configuration of a reverse proxy by Envoy', () => {
  test('is accepted without a warning, whatever the values', () => {
    fc.assert(fc.property(common, envoyOptions, optional(size), optional(fileName), fc.boolean(), (props, options, maxBodySize, file, tls) => {
      const chart = newChart();
      const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls'));
      const accessLog = file === undefined ? EnvoyAccessLog.off() : EnvoyAccessLog.file(new SharedVolume(chart, 'Logs'), file);
      expect(complaintsOf(renderEnvoy({ ...props, maxBodySize, tls: tls ? { certificate } : undefined }, { ...options, accessLog }, chart))).toBe('');
    }), { numRuns: 25 });
  });

  test('is accepted for gRPC too', () => {
    fc.assert(fc.property(common, (props) => {
      expect(complaintsOf(renderEnvoy({ ...props, appProtocol: ReverseProxyProtocol.GRPC }))).toBe('');
    }), { numRuns: 10 });
  });

  test('is complained about when it is wrong', () => {
    const { files, ...rest } = renderEnvoy();
    expect(complaintsOf({ ...rest, files: { ...files, 'envoy.json': files['envoy.json'].replace('"idle_timeout"', '"idle_time"') } })).toContain('idle_time');
  });
});
