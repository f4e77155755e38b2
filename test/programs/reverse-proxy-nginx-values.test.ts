import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  HeaderValue, NginxReverseProxyOptions, ReverseProxyProps, ReverseProxyProtocol, ReverseProxyServer, SharedVolume, TlsCertificate,
} from '../../src';
import { moveInto } from '../proxy/support/nginx-config';
import { render } from '../proxy/support/rendered';
import { describeNginx, NginxFolder } from '../support/nginx';
import { newChart } from '../support/workloads';

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const duration = fc.oneof(fc.integer({ min: 1, max: 70_000 }).map(Duration.millis), fc.integer({ min: 1, max: 60 }).map(Duration.seconds));
const size = fc.oneof(fc.integer({ min: 1, max: 5000 }).map(Size.kibibytes), fc.integer({ min: 1, max: 5000 }).map(Size.mebibytes));
const characters = fc.constantFrom('"', '\'', '\\', '\\n', ';', '{', '}', '#', '%', 'a', 'ü', '\u{1f600}', '~', ' ');
const text = fc.string({ unit: characters, minLength: 1 }).map((value) => value.trim()).filter((value) => value !== '');
const name = fc.stringMatching(/^[A-Za-z0-9!#%&'*+.^_`|~-]{1,20}$/).map((value) => `X${value}`);
const { clientAddress, host, scheme, requestId, appResponseTime, removed } = HeaderValue;
const value = fc.oneof(text.map(HeaderValue.text), fc.constantFrom(clientAddress(), host(), scheme(), requestId(), appResponseTime(), removed()));
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
  maxBodySize: optional(size),
  rateLimit: optional(fc.record({ requestsPerSecond: fc.integer({ min: 1, max: 1e6 }), burst: optional(fc.nat(1e6)) })),
}, { requiredKeys: [] });
const types = fc.uniqueArray(fc.constantFrom('text/html', 'application/json', 'image/svg+xml', 'TEXT/CSS'));
const nginxOptions = fc.record({
  cache: optional(fc.record({ size: optional(size), validFor: optional(duration), unusedFor: optional(duration) })),
  compression: optional(fc.record({ types: optional(types), minSize: optional(size) })),
  staticPaths: optional(fc.uniqueArray(path, { maxLength: 3 })),
  accessLog: optional(fc.boolean()),
});

describeNginx('the configuration of a reverse proxy', () => {
  let nginx: NginxFolder;
  beforeEach(() => { nginx = new NginxFolder(); });
  afterEach(() => nginx.remove());

  const complaintsAbout = (props: ReverseProxyProps, options: (volume: SharedVolume) => NginxReverseProxyOptions, tls: boolean) => {
    const chart = newChart();
    const volume = new SharedVolume(chart, 'Static');
    const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls'));
    const { config } = render({ ...props, server: ReverseProxyServer.nginx(options(volume)), tls: tls ? { certificate } : undefined }, chart);
    return nginx.complaints(moveInto(nginx, config));
  };

  test('is accepted without a warning, whatever the values', () => {
    fc.assert(fc.property(common, nginxOptions, fc.boolean(), (props, { staticPaths, ...options }, tls) => {
      const paths = (staticPaths ?? []).filter((one) => `${one}/` !== props.healthPath);
      expect(complaintsAbout(props, (volume) => ({ ...options, staticFiles: paths.map((one) => ({ path: one, volume })) }), tls)).toBe('');
    }), { numRuns: 150 });
  });

  test('is accepted for gRPC too', () => {
    fc.assert(fc.property(common, fc.boolean(), (props, tls) => {
      expect(complaintsAbout({ ...props, appProtocol: ReverseProxyProtocol.GRPC }, () => ({}), tls)).toBe('');
    }), { numRuns: 50 });
  });

  test('is complained about when it is wrong', () => {
    const { config } = render();
    expect(nginx.complaints(moveInto(nginx, config.replace('proxy_pass ', 'proxy_past ')))).toContain('unknown directive "proxy_past"');
  });
});
