import * as kplus from 'cdk8s-plus-28';
import { AccessLog, AmbassadorProgram, AmbassadorProxy, AppContainer, ReverseProxy, ReverseProxyProgram, SharedVolume, Upstream } from '../../src';
import { configFilesOf, containerOf, IMAGE, newChart, podSpecOf } from '../support/workloads';

type Add = (web: kplus.Deployment, accessLog?: AccessLog) => void;

const PROXIES: [string, string, Add][] = [
  ['a reverse proxy of nginx', 'nginx.conf', (web, accessLog) => new ReverseProxy(web, 'It', { serviceElsewhere: true, program: ReverseProxyProgram.nginx({ accessLog }) })],
  ['a reverse proxy of Envoy', 'envoy.json', (web, accessLog) => new ReverseProxy(web, 'It', { serviceElsewhere: true, program: ReverseProxyProgram.envoy({ accessLog }) })],
  ['an ambassador of Envoy', 'envoy.json', (web, accessLog) => (
    new AmbassadorProxy(web, 'It', { upstreams: [Upstream.http({ host: 'api' })], program: AmbassadorProgram.envoy({ accessLog }) }))],
  ['an ambassador of nginx', 'nginx.conf', (web, accessLog) => (
    new AmbassadorProxy(web, 'It', { upstreams: [Upstream.http({ host: 'api' })], program: AmbassadorProgram.nginx({ accessLog }) }))],
];

function render(add: Add, file: string, toLog: (web: kplus.Deployment) => AccessLog | undefined = () => undefined) {
  const chart = newChart();
  const web = new kplus.Deployment(chart, 'Web');
  new AppContainer(web, 'App', { image: IMAGE, ports: [{ number: 8080 }] });
  add(web, toLog(web));
  return { config: configFilesOf(chart, file)[file], container: containerOf(podSpecOf(chart), 'it') };
}

describe.each(PROXIES)('the access log of %s', (_, file, add) => {
  test('goes into a file of a volume', () => {
    const { config, container } = render(add, file, (web) => AccessLog.file(new SharedVolume(web, 'Lines'), 'web.log'));
    expect(config).toContain('/var/log/proxy/web.log');
    expect(container.volumeMounts).toContainEqual({ name: 'lines', mountPath: '/var/log/proxy' });
  });

  test('goes into both', () => {
    const { config } = render(add, file, (web) => AccessLog.stdoutAndFile(new SharedVolume(web, 'Lines'), 'web.log'));
    expect(config).toContain('/var/log/proxy/web.log');
    expect(config).toMatch(/StdoutAccessLog|access_log \/dev\/stdout/);
  });

  test('goes to stdout, and nowhere', () => {
    expect(render(add, file, () => AccessLog.stdout()).config).toMatch(/StdoutAccessLog|access_log \/dev\/stdout/);
    expect(render(add, file, () => AccessLog.off()).config).not.toMatch(/StdoutAccessLog|FileAccessLog|dev\/stdout/);
  });

  test.each(['', '..', 'a/b', 'a\nb'])('fails when the name of its file is %j', (name) => {
    expect(() => render(add, file, (web) => AccessLog.file(new SharedVolume(web, 'Lines'), name))).toThrow(`file name ${JSON.stringify(name)} of the access log`);
  });

  test('fails when it is a switch', () => {
    expect(() => render(add, file, () => true as any)).toThrow("accessLog of 'shop/Web/It' is not an AccessLog: make it with AccessLog.stdout(), file(), stdoutAndFile() or off()");
  });
});

test('fails when that of HAProxy is a file, and writes to stdout', () => {
  const add: Add = (web, accessLog) => (
    new AmbassadorProxy(web, 'It', { upstreams: [Upstream.http({ host: 'api' })], program: AmbassadorProgram.haproxy({ accessLog }) }));
  expect(render(add, 'haproxy.cfg', () => AccessLog.stdout()).config).toContain('log stdout format raw daemon info');
  expect(render(add, 'haproxy.cfg').config).toContain('log stdout format raw daemon notice');
  expect(() => render(add, 'haproxy.cfg', (web) => AccessLog.file(new SharedVolume(web, 'Lines'))))
    .toThrow("accessLog of 'shop/Web/It' is a file, but HAProxy writes to its own output: use AccessLog.stdout() or off()");
});
