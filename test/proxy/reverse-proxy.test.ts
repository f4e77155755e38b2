import { Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { addProxy, render } from './support/rendered';
import {
  AppContainer, HeaderValue, KubernetesVersion, NginxReverseProxyOptions, ReverseProxy, ReverseProxyProps, ReverseProxyProtocol, ReverseProxyProgram,
  SharedVolume, Sidecar, SidecarMode, TlsCertificate,
} from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const webCertificate = (chart: Chart) => TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls'));

const APP = { containers: [{ name: 'main', image: IMAGE, ports: [{ number: 3000 }] }] };

describe.each(Object.entries(KINDS).filter(([kind]) => !kind.endsWith('Job')))('on a %s of someone else', (_kind, create) => {
  test.each([SidecarMode.NATIVE, SidecarMode.CLASSIC])('forwards to the app, as a %s sidecar', (sidecarMode) => {
    const chart = newChart();
    const proxy = new ReverseProxy(create(chart, APP), 'Proxy', { serviceElsewhere: true, sidecarMode });
    expect(proxy.port).toBe(8080);
    const spec = podSpecOf(chart);
    expect(containerOf(spec, 'proxy')).toMatchObject({
      image: 'nginxinc/nginx-unprivileged:1.30.4',
      ports: [{ containerPort: 8080 }],
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
      securityContext: { runAsUser: 101, readOnlyRootFilesystem: true },
    });
    expect(containerOf(spec, 'main').lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
  });
});

describe('the Service', () => {
  const servicePorts = (chart: Chart) => Testing.synth(chart).find(({ kind }) => kind === 'Service').spec.ports;

  test('leads to the proxy in place of the app, its other ports do not', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE, ports: [{ number: 3000, name: 'http' }, { number: 9000, name: 'metrics' }] }] });
    const service = web.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 3000 }, { name: 'metrics', port: 9000 }] });
    new ReverseProxy(web, 'Proxy', { service });
    expect(servicePorts(chart)).toEqual([{ name: 'http', port: 80, targetPort: 8080 }, { name: 'metrics', port: 9000 }]);
  });

  test('leads to the proxy where it leads to the app without saying so', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE, ports: [{ number: 3000 }] }] });
    new ReverseProxy(web, 'Proxy', { service: new kplus.Service(chart, 'Service', { selector: web, ports: [{ port: 3000 }] }) });
    expect(servicePorts(chart)).toEqual([{ port: 3000, targetPort: 8080 }]);
  });

  test('leads to the app where it speaks UDP', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: IMAGE, ports: [{ number: 3000 }] }] });
    const ports = [{ name: 'tcp', port: 3000 }, { name: 'udp', port: 3000, protocol: kplus.Protocol.UDP }];
    new ReverseProxy(web, 'Proxy', { service: new kplus.Service(chart, 'Service', { selector: web, ports }) });
    expect(servicePorts(chart)).toEqual([{ ...ports[0], targetPort: 8080 }, ports[1]]);
  });

  test('fails when it has no port that leads to the app', () => {
    const { web } = addProxy();
    const service = new kplus.Service(web, 'Other', { selector: web, ports: [{ port: 80, targetPort: 81 }] });
    expect(() => new ReverseProxy(web, 'Second', { service, containerName: 'second' }))
      .toThrow('service \'shop/Web/Other\' of \'shop/Web/Second\' has no port that targets port 8080 of the app (its ports target: 81)');
  });

  test('is led to the proxy also when it is made later, as are several, and for an Ingress', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', APP);
    const proxy = new ReverseProxy(web, 'Proxy', { service: web.exposeViaService() });
    const later = new kplus.Service(chart, 'Later', { selector: web, ports: [{ port: 80, targetPort: 3000 }] });
    proxy.retarget(later);
    later.exposeViaIngress('/');
    const targets = Testing.synth(chart).filter(({ kind }) => kind === 'Service').map(({ spec }) => spec.ports[0].targetPort);
    expect(targets).toEqual([8080, 8080]);
    expect(() => proxy.retarget(new kplus.Service(chart, 'Other', { selector: web, ports: [{ port: 81 }] }))).toThrow('has no port that targets port 3000 of the app');
  });

  test('stays as it is where it leads to the proxy already', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', APP);
    const ports = [{ port: 80, targetPort: 8080 }];
    new ReverseProxy(web, 'Proxy', { service: new kplus.Service(chart, 'Service', { selector: web, ports }) });
    expect(servicePorts(chart)).toEqual(ports);
  });

  test('fails when it is one of another workload', () => {
    const chart = newChart();
    const other = new kplus.Deployment(chart, 'Other', APP);
    const service = other.exposeViaService();
    expect(() => new ReverseProxy(new kplus.Deployment(chart, 'Web', APP), 'Proxy', { service })).toThrow('which those of \'shop/Web\' do not have');
  });
});

describe('ports', () => {
  test('the next one is taken where the app has 8080', () => {
    expect(addProxy().proxy.port).toBe(8081);
  });

  test('with TLS it is 8443', () => {
    const chart = newChart();
    expect(addProxy({ tls: { certificate: webCertificate(chart) } }, chart).proxy.port).toBe(8443);
  });

  test('the app of another container is found', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    const app = new AppContainer(web, 'Api', { image: IMAGE, ports: [{ number: 4000 }] });
    new ReverseProxy(web, 'Proxy', { serviceElsewhere: true, container: app.container });
    expect(JSON.stringify(Testing.synth(chart))).toContain('http://127.0.0.1:4000');
    expect(containerOf(podSpecOf(chart), 'api').lifecycle.preStop.sleep.seconds).toBe(15);
  });

  test.each([0, 70000, 80.5])('fails when the port is %p', (port) => {
    expect(() => addProxy({ port })).toThrow(`port ${port} of the proxy in 'shop/Web/Proxy' is not a port`);
    expect(() => addProxy({ appPort: port })).toThrow(`port ${port} of the app in 'shop/Web/Proxy' is not a port`);
  });

  test('fails when the port is taken', () => {
    const web = newDeployment();
    new Sidecar(web, 'Other', { image: IMAGE, ports: [{ number: 9000 }] });
    expect(() => new ReverseProxy(web, 'Proxy', { appPort: 3000, port: 9000 })).toThrow('port 9000/TCP of container \'proxy\' in \'shop/Web\' is already taken');
  });

  test('fails when it would forward to itself', () => {
    expect(() => addProxy({ port: 8080 })).toThrow('port 8080 of \'shop/Web/Proxy\' is that of the app');
  });

  test('fails when the app has no port', () => {
    expect(() => new ReverseProxy(newDeployment(), 'Proxy')).toThrow('container \'main\' has no port that \'shop/Web/Proxy\' could forward to');
  });

  test('fails when there is no app', () => {
    expect(() => new ReverseProxy(new kplus.Deployment(newChart(), 'Web'), 'Proxy')).toThrow('\'shop/Web\' has no app container that \'shop/Web/Proxy\' could forward to: add one first');
  });
});

describe('probes', () => {
  test('ask the proxy on the address of the pod', () => {
    const { container } = render();
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(container[probe].httpGet).toEqual({ path: '/healthz/proxy', port: 8081, scheme: 'HTTP' });
    }
    expect(container.startupProbe).toMatchObject({ periodSeconds: 1, failureThreshold: 30 });
  });

  test('speak TLS where the proxy does', () => {
    const chart = newChart();
    const { container } = render({ healthPath: '/up', tls: { certificate: webCertificate(chart) } }, chart);
    expect(container.readinessProbe.httpGet).toEqual({ path: '/up', port: 8443, scheme: 'HTTPS' });
  });

  test('of a gRPC port without TLS only connect, since they do not speak HTTP/2', () => {
    expect(render({ appProtocol: ReverseProxyProtocol.GRPC }).container.startupProbe).toMatchObject({ tcpSocket: { port: 8081 } });
  });
});

describe('the end of a pod', () => {
  test('the proxy goes on for a while and finishes requests, before the app is told', () => {
    const { container } = render({ stopDelay: Duration.seconds(8) });
    expect(container.lifecycle.preStop.exec.command.slice(3)).toEqual(['stop', '8', '/tmp/nginx.pid']);
  });

  test('the grace period is lengthened where the times do not fit in', () => {
    const { chart } = addProxy({ stopDelay: Duration.seconds(20), drainTime: Duration.seconds(40) });
    const spec = podSpecOf(chart);
    expect(spec.terminationGracePeriodSeconds).toBe(65);
    expect(containerOf(spec, 'main').lifecycle.preStop.sleep.seconds).toBe(60);
    expect(podSpecOf(addProxy().chart).terminationGracePeriodSeconds).toBe(30);
  });

  test('of two proxies the longer times count', () => {
    const { chart, web } = addProxy({ drainTime: Duration.seconds(30) });
    new ReverseProxy(web, 'Second', { serviceElsewhere: true, drainTime: Duration.seconds(40) });
    new ReverseProxy(web, 'Third', { serviceElsewhere: true });
    const spec = podSpecOf(chart);
    expect(spec.terminationGracePeriodSeconds).toBe(50);
    expect(containerOf(spec, 'main').lifecycle.preStop.sleep.seconds).toBe(45);
  });

  test('fails when the grace period was set to less', () => {
    const web = new kplus.Deployment(newChart(), 'Web', { ...APP, terminationGracePeriod: Duration.seconds(15) });
    expect(() => new ReverseProxy(web, 'Proxy')).toThrow('grace period of \'shop/Web\' is 15 seconds, but \'shop/Web/Proxy\' needs 20');
  });

  test('an app with a preStop action of its own keeps it', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ ...APP.containers[0], lifecycle: { preStop: kplus.Handler.fromCommand(['drain']) } }] });
    new ReverseProxy(web, 'Proxy', { serviceElsewhere: true });
    expect(containerOf(podSpecOf(chart), 'main').lifecycle).toEqual({ preStop: { exec: { command: ['drain'] } } });
  });

  test('an app with a postStart action keeps it beside the delay', () => {
    const chart = newChart();
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ ...APP.containers[0], lifecycle: { postStart: kplus.Handler.fromCommand(['warm']) } }] });
    new ReverseProxy(web, 'Proxy', { serviceElsewhere: true });
    expect(containerOf(podSpecOf(chart), 'main').lifecycle).toEqual({ postStart: { exec: { command: ['warm'] } }, preStop: { sleep: { seconds: 15 } } });
  });

  test('before Kubernetes 1.30 the app cannot be delayed', () => {
    const chart = newChart();
    KubernetesVersion.of('1.29').applyTo(chart);
    addProxy({}, chart);
    expect(containerOf(podSpecOf(chart), 'main').lifecycle).toBeUndefined();
  });
});

describe('TLS', () => {
  test('mounts the folder of the Secret, so that a renewed certificate comes through', () => {
    const chart = newChart();
    const { container } = render({ tls: { certificate: webCertificate(chart) } }, chart);
    expect(container.volumeMounts).toContainEqual({ name: 'proxy-tls', mountPath: '/etc/proxy-tls', readOnly: true });
    expect(podSpecOf(chart).volumes).toContainEqual({ name: 'proxy-tls', secret: { secretName: 'web-tls' } });
    expect(container.args).toEqual(['/etc/proxy/nginx.conf', '/etc/proxy-tls/tls.crt', '/etc/proxy-tls/tls.key']);
  });

  test('fails when the Secret is in another namespace', () => {
    const chart = newChart();
    const certificate = new kplus.Secret(chart, 'Certificate', { metadata: { namespace: 'other' } });
    expect(() => addProxy({ tls: { certificate: TlsCertificate.fromSecret(certificate) } }, chart)).toThrow('is in namespace \'other\', its pod in \'default\'');
  });
});

describe('bad input', () => {
  const nginx = (options: NginxReverseProxyOptions) => ({ program: ReverseProxyProgram.nginx(options) });
  const text = HeaderValue.text;
  const SECRET = HeaderValue.secret({ secret: kplus.Secret.fromSecretName(newChart(), 'Secret', 'partner'), key: 'key' });

  test.each<[string, ReverseProxyProps, string]>([
    ['a header name has a blank', { requestHeaders: { 'X A': text('a') } }, 'request header "X A" in \'shop/Web/Proxy\' is not a valid name for a header'],
    ['a header name has a newline', { responseHeaders: { 'X\nA': text('a') } }, 'response header "X\\nA" in \'shop/Web/Proxy\' is not a valid name for a header'],
    ['a header name is empty', { responseHeaders: { '': text('a') } }, 'response header "" in'],
    ['a header value has a newline', { responseHeaders: { 'X-A': text('a\nb') } }, 'value "a\\nb" of response header \'X-A\' in \'shop/Web/Proxy\''],
    ['a header value is empty', { requestHeaders: { 'X-A': text('') } }, 'is empty, begins or ends with a blank'],
    ['a header value ends with a blank', { requestHeaders: { 'X-A': text('a ') } }, 'is empty, begins or ends with a blank'],
    ['a header value has a $', { requestHeaders: { 'X-A': text('a $host') } }, 'value of header \'X-A\' in \'shop/Web/Proxy\' contains a \'$\', which nginx reads as a variable: remove it'],
    ['a header name has a $', { requestHeaders: { X$A: text('a') } }, 'name of header \'X$A\' in \'shop/Web/Proxy\' contains a \'$\', which nginx reads as a variable: remove it'],
    ['a secret would be in responses', { responseHeaders: { 'X-A': SECRET } }, 'response header \'X-A\' in \'shop/Web/Proxy\' cannot be a secret, because clients would see it'],
    ['the host is a secret', { requestHeaders: { Host: SECRET } }, 'request header \'Host\' in \'shop/Web/Proxy\' cannot be a secret, because it chooses a server'],
    ['a secret is in plain text', { requestHeaders: { 'X-A': HeaderValue.secret('hunter2' as any) } }, 'a secret of \'shop/Web/Proxy\' is missing or in plain text'],
    ['a header has no value', { requestHeaders: { 'X-A': undefined as any } }, 'value of request header \'X-A\' in \'shop/Web/Proxy\' is not a HeaderValue: make it with'],
    ['a header value is a text alone', { requestHeaders: { 'X-A': 'a' as any } }, 'value of request header \'X-A\' in \'shop/Web/Proxy\' is not a HeaderValue: make it with'],
    ['the text of a header is missing', { requestHeaders: { 'X-A': text(undefined as any) } }, 'value undefined of request header \'X-A\''],
    ['TLS has no certificate', { tls: {} as any }, '\'certificate\' of tls of \'shop/Web/Proxy\' is undefined'],
    ['TLS has no Secret', { tls: { certificate: TlsCertificate.fromSecret(undefined as any) } }, 'a secret of \'shop/Web/Proxy\' is missing'],
    ['a header is there twice', { requestHeaders: { 'X-A': text('a'), 'x-a': text('b') } }, 'request header \'x-a\' in \'shop/Web/Proxy\' is set twice'],
    ['a header belongs to the connection', { requestHeaders: { Connection: text('close') } }, 'request header \'Connection\' in \'shop/Web/Proxy\' belongs'],
    ['a header has the status of no cache', { responseHeaders: { 'X-C': HeaderValue.cacheStatus() } }, 'but there is no cache: set \'cache\''],
    ['the health path is relative', { healthPath: 'health' }, 'health path "health" in \'shop/Web/Proxy\' is not the path of a URL'],
    ['the health path has a newline', { healthPath: '/a\nb' }, 'health path "/a\\nb" in'],
    ['the health path has dots', { healthPath: '/a/../b' }, 'health path "/a/../b" in'],
    ['the health path has an escape', { healthPath: '/a%20b' }, 'health path "/a%20b" in'],
    ['a timeout is zero', { timeouts: { response: Duration.seconds(0) } }, 'response timeout in \'shop/Web/Proxy\' is zero'],
    ['connecting may take longer than the response', { timeouts: { connect: Duration.seconds(20), response: Duration.seconds(10) } },
      'connect timeout of 20000 ms of \'shop/Web/Proxy\' is above its response timeout of 10000 ms'],
    ['connecting may take longer than nginx can wait', { timeouts: { connect: Duration.minutes(2), response: Duration.minutes(3) } }, 'longer than the 75 seconds'],
    ['the body size is zero', { maxBodySize: Size.kibibytes(0) }, 'maxBodySize in \'shop/Web/Proxy\' is zero'],
    ['the rate is zero', { rateLimit: { requests: 0 } }, 'requests of the rate limit in \'shop/Web/Proxy\' is 0'],
    ['the rate is beyond what proxies count', { rateLimit: { requests: 1e10 } }, 'requests of the rate limit in \'shop/Web/Proxy\' is 10000000000'],
    ['the burst is beyond what proxies count', { rateLimit: { requests: 1, burst: 1e10 } }, 'burst of the rate limit in \'shop/Web/Proxy\' is 10000000000'],
    ['the burst lets nothing through', { rateLimit: { requests: 1, burst: 0 } }, 'burst of the rate limit in \'shop/Web/Proxy\' is 0'],
    ['nginx cannot write the rate', { rateLimit: { requests: 1, interval: Duration.minutes(2) } }, 'which counts whole requests in a second or a minute'],
    ['a trusted proxy is not a network', { trustedProxies: ['10.0.0.0/33'] }, 'trusted proxy "10.0.0.0/33" in \'shop/Web/Proxy\' is not a network'],
    ['a trusted proxy is a name', { trustedProxies: ['ingress'] }, 'trusted proxy "ingress" in'],
    ['the stop delay is zero', { stopDelay: Duration.seconds(0) }, 'stopDelay in \'shop/Web/Proxy\' is zero'],
    ['the drain time is zero', { drainTime: Duration.seconds(0) }, 'drainTime in \'shop/Web/Proxy\' is zero'],
    ['the cache has no size', nginx({ cache: { size: Size.mebibytes(0) } }), 'cache size in \'shop/Web/Proxy\' is zero'],
    ['a media type is not valid', nginx({ compression: { types: ['json'] } }), 'media type \'json\' in \'shop/Web/Proxy\' is not valid'],
    ['static files have no volume', nginx({ staticFiles: [{ path: '/a' } as any] }), '\'volume\' of static files of \'shop/Web/Proxy\' is undefined'],
    ['gRPC is to be cached', { appProtocol: ReverseProxyProtocol.GRPC, ...nginx({ cache: {} }) }, '\'shop/Web/Proxy\' is for gRPC, where nginx has no cache'],
  ])('fails when %s', (_what, props, message) => {
    expect(() => addProxy(props)).toThrow(message);
  });

  test.each([
    ['leaves nothing to the app', ['/'], 'leaves nothing to the app'],
    ['is there twice', ['/a', '/a/'], 'path \'/a/\' of static files in \'shop/Web/Proxy\' is already taken'],
    ['is relative', ['a'], 'path of static files "a" in'],
    ['has a $', ['/$a'], 'path of static files "/$a" in'],
  ])('fails when the path of static files %s', (_what, paths, message) => {
    const chart = newChart();
    const volume = new SharedVolume(chart, 'Static');
    expect(() => addProxy(nginx({ staticFiles: paths.map((path) => ({ path, volume })) }), chart)).toThrow(message);
  });
});
