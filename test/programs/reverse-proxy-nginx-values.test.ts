import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { AccessLog, NginxReverseProxyOptions, ReverseProxyProps, ReverseProxyProtocol, ReverseProxyProgram, SharedVolume, TlsCertificate } from '../../src';
import { commonProps, duration, optional, path, size } from '../proxy/support/arbitrary';
import { moveInto } from '../proxy/support/nginx-config';
import { render } from '../proxy/support/rendered';
import { describeNginx, NginxFolder } from '../support/nginx';
import { newChart } from '../support/workloads';

const common = commonProps(['"', '\'', '\\', '\\n', ';', '{', '}', '#', '%', 'a', 'ü', '\u{1f600}', '~', ' ']);
const types = fc.uniqueArray(fc.constantFrom('text/html', 'application/json', 'image/svg+xml', 'TEXT/CSS'));
const nginxOptions = fc.record({
  cache: optional(fc.record({ size: optional(size), validFor: optional(duration), unusedFor: optional(duration) })),
  compression: optional(fc.record({ types: optional(types), minSize: optional(size) })),
  staticPaths: optional(fc.uniqueArray(path, { maxLength: 3 })),
  accessLog: optional(fc.constantFrom(AccessLog.off(), AccessLog.stdout())),
});

describeNginx('the configuration of a reverse proxy', (program) => {
  let nginx: NginxFolder;
  beforeEach(() => { nginx = new NginxFolder(program); });
  afterEach(() => nginx.remove());

  const complaintsAbout = (props: ReverseProxyProps, options: (volume: SharedVolume) => NginxReverseProxyOptions, tls: boolean) => {
    const chart = newChart();
    const volume = new SharedVolume(chart, 'Static');
    const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls'));
    const { config } = render({ ...props, program: ReverseProxyProgram.nginx(options(volume)), tls: tls ? { certificate } : undefined }, chart);
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
