import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AmbassadorProxy, AmbassadorProxyProps, KubernetesVersion, AmbassadorProgram, SidecarMode, Upstream } from '../../src';
import { containerOf, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';
import { render } from './support/envoy';

const upstreams = [Upstream.mysql({ host: 'mariadb' })];

function pod(props: Partial<AmbassadorProxyProps> = {}, prepare: (chart: Chart) => void = () => {}): any {
  const chart = newChart();
  prepare(chart);
  new AmbassadorProxy(newDeployment(chart), 'Database', { upstreams, ...props });
  return podSpecOf(chart);
}

const listenersOf = (rendered: ReturnType<typeof render>) => rendered.config.static_resources.listeners;

describe('an ambassador with Envoy', () => {
  test('is the choice where none is named, and listens on localhost', () => {
    const { container } = render(upstreams);
    expect(container.image).toBe('envoyproxy/envoy:distroless-v1.39.1');
    expect(listenersOf(render(upstreams))[0].address).toEqual({ socket_address: { address: '127.0.0.1', port_value: 3306 } });
    expect(containerOf(pod(), 'database').image).toBe(container.image);
  });

  test('shows health and metrics on a port of its own, and its admin interface at a socket of the container', () => {
    const rendered = render(upstreams);
    expect(listenersOf(rendered).map(({ name, address }: any) => [name, address.socket_address])).toEqual([
      ['mariadb', { address: '127.0.0.1', port_value: 3306 }], ['envoy_health', { address: '0.0.0.0', port_value: 9900 }],
    ]);
    expect(rendered.config.admin.address).toEqual({ pipe: { path: '/run/envoy/admin.sock', mode: 0o600 } });
    expect(rendered.container.ports).toEqual([{ containerPort: 3306, name: 'mariadb' }, { containerPort: 9900, name: 'health' }]);
    expect(rendered.container.startupProbe.httpGet).toMatchObject({ path: '/healthz', port: 9900 });
    expect(rendered.container.readinessProbe).toBeUndefined();
  });

  test('asks an upstream by its name without the dot at its end, and by an address in brackets', () => {
    const addresses = ['orders.shop.svc.cluster.local.', '2001:db8::1', '[2001:db8::2]', 'orders'].map((host) => ({ host, port: 80 }));
    const { config } = render([Upstream.http({ name: 'x', addresses })]);
    expect(config.static_resources.clusters[0].load_assignment.endpoints[0].lb_endpoints.map(({ endpoint }: any) => endpoint.hostname))
      .toEqual(['orders.shop.svc.cluster.local', '[2001:db8::1]', '[2001:db8::2]', 'orders']);
  });

  test('takes the next free ports', () => {
    const chart = newChart();
    const deployment = newDeployment(chart);
    const [first, second] = ['A', 'B'].map((id) => new AmbassadorProxy(deployment, id, { upstreams: [Upstream.http({ host: 'api' })] }));
    expect([first.endpoint.port, second.endpoint.port]).toEqual([8080, 8081]);
    expect(containerOf(podSpecOf(chart), 'b').ports.map(({ containerPort }: any) => containerPort)).toEqual([8081, 9901]);
  });

  test('is handed to containers by the names that they read, also to init containers behind it', () => {
    const chart = newChart();
    const deployment = newDeployment(chart);
    const { endpoints } = new AmbassadorProxy(deployment, 'Calls', { upstreams: [...upstreams, Upstream.redis({ host: 'cache' })] });
    const migrate = deployment.addInitContainer({ name: 'migrate', image: 'migrate:1.0' });
    endpoints[0].provideTo(migrate, { host: 'DB_HOST', port: 'DB_PORT' });
    endpoints[1].provideTo(deployment.containers[0], { url: 'REDIS_URL', scheme: 'redis' });
    const { initContainers, containers } = podSpecOf(chart);
    expect(initContainers.map(({ name }: any) => name)).toEqual(['calls', 'migrate']);
    expect(initContainers[1].env).toEqual([{ name: 'DB_HOST', value: '127.0.0.1' }, { name: 'DB_PORT', value: '3306' }]);
    expect(containers[0].env).toEqual([{ name: 'REDIS_URL', value: 'redis://127.0.0.1:6379' }]);
  });

  test.each(Object.keys(KINDS))('stands beside the app of a %s', (kind) => {
    const chart = newChart();
    const workload = KINDS[kind](chart, { containers: [{ image: 'web:1.0', name: 'web', ports: [{ number: 80 }] }] });
    new AmbassadorProxy(workload, 'Database', { upstreams });
    expect(containerOf(podSpecOf(chart), 'database').restartPolicy).toBe('Always');
  });

  test('goes on for a while when a classic pod receives SIGTERM, where Kubernetes can do that', () => {
    const stop = (version: string, mode: SidecarMode, drain?: Duration) => containerOf(
      pod({ sidecarMode: mode, stopDelay: drain }, (chart) => KubernetesVersion.of(version).applyTo(chart)), 'database').lifecycle;
    expect(stop('1.30', SidecarMode.CLASSIC)).toEqual({ preStop: { sleep: { seconds: 15 } } });
    expect(stop('1.30', SidecarMode.CLASSIC, Duration.seconds(20))).toEqual({ preStop: { sleep: { seconds: 20 } } });
    expect(stop('1.30', SidecarMode.NATIVE)).toBeUndefined();
    expect(stop('1.29', SidecarMode.CLASSIC)).toBeUndefined();
  });

  test.each([
    [{}, undefined, '1'],
    [{ cpu: { limit: kplus.Cpu.millis(1500) } }, undefined, '2'],
    [{ cpu: { limit: kplus.Cpu.units(3) } }, undefined, '3'],
    [{ cpu: {}, memory: { limit: Size.mebibytes(64) } }, undefined, '1'],
    [{}, 4, '4'],
  ])('has as many workers as its limit has cores: %j, %s', (resources, concurrency, workers) => {
    const { args } = containerOf(pod({ resources: Object.keys(resources).length > 0 ? resources : undefined, program: AmbassadorProgram.envoy({ concurrency }) }), 'database');
    expect(args.slice(2, 4)).toEqual(['--concurrency', workers]);
  });

  test('has users and passwords from Secrets, by reference', () => {
    const rendered = render((chart) => {
      const secret = kplus.Secret.fromSecretName(chart, 'S', 'cache-login');
      return [Upstream.redis({ host: 'cache', name: 'my-cache', userSecret: { secret, key: 'user' }, password: { secret, key: 'password' } })];
    });
    expect(rendered.container.env).toEqual(['user', 'password'].map((key) => (
      { name: `${key.toUpperCase()}_MY_CACHE`, valueFrom: { secretKeyRef: { name: 'cache-login', key } } }
    )));
    expect(JSON.parse(rendered.files['envoy.json']).static_resources.clusters[0].typed_extension_protocol_options['envoy.filters.network.redis_proxy']).toMatchObject({
      auth_username: { environment_variable: 'USER_MY_CACHE' }, auth_password: { environment_variable: 'PASSWORD_MY_CACHE' },
    });
  });

  test('mounts the certificates that it needs, read-only', () => {
    const { container, spec, files } = render((chart) => {
      const secret = kplus.Secret.fromSecretName(chart, 'S', 'tls');
      return [Upstream.http({ host: 'api', tls: { caCertificate: { secret, key: 'root.pem' }, clientCertificate: secret } })];
    });
    expect(container.volumeMounts.slice(0, 2)).toEqual([
      { mountPath: '/ca/1', name: 'calls-ca-1', readOnly: true }, { mountPath: '/tls/1', name: 'calls-tls-1', readOnly: true },
    ]);
    expect(spec.volumes[0].secret).toEqual({ secretName: 'tls', items: [{ key: 'root.pem', path: 'ca.crt' }] });
    expect(Object.keys(files).sort()).toEqual(['api-authorities.json', 'api-certificate.json', 'envoy.json', 'ipv6.json']);
  });

  test('trusts the authorities of its image where none are named', () => {
    const { files } = render([Upstream.http({ host: 'api', tls: {} })]);
    expect(files['api-authorities.json']).toContain('"/etc/ssl/certs/ca-certificates.crt"');
  });

  test('fails when it is to have no worker', () => {
    expect(() => pod({ program: AmbassadorProgram.envoy({ concurrency: 0 }) })).toThrow('concurrency 0 of \'shop/Web/Database\' is not valid');
  });

  test('fails when the rate is to be limited in too short a time', () => {
    const limited = [Upstream.http({ host: 'api', rateLimit: { requests: 1, interval: Duration.millis(49) } })];
    expect(() => pod({ upstreams: limited })).toThrow('interval of the rate limit of upstream \'api\' of \'shop/Web/Database\' is below 50 ms');
  });

  test('fails when one of several addresses has no name to be verified', () => {
    const addresses = [{ host: 'api' }, { host: '10.0.0.1' }];
    expect(() => pod({ upstreams: [Upstream.http({ addresses, tls: {} })] })).toThrow('has the address 10.0.0.1 among several');
  });
});
