import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AmbassadorProxy, AmbassadorProxyProps, ConnectionPooling, AmbassadorProgram, RetryCondition, SidecarMode, Upstream, UpstreamOptions } from '../../src';

const own = AmbassadorProgram.custom({ image: 'own:1.0' });

function ambassador(props: AmbassadorProxyProps): AmbassadorProxy {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0', ports: [{ number: 8080 }] }] });
  return new AmbassadorProxy(web, 'Calls', { program: own, ...props });
}

const http = (options: UpstreamOptions) => () => ambassador({ upstreams: [Upstream.http({ host: 'api', ...options })] });

describe('an ambassador', () => {
  test('fails when it has no upstream', () => {
    expect(() => ambassador({ upstreams: [] })).toThrow('upstreams of \'shop/Web/Calls\' are empty: name at least one');
  });

  test('fails when a container would never reach it: one that ends before it starts, or of another workload', () => {
    const web = (sidecarMode?: SidecarMode) => {
      const deployment = new kplus.Deployment(new Chart(Testing.app(), 'shop'), 'Web', { containers: [{ image: 'web:1.0', ports: [{ number: 8080 }] }] });
      const before = deployment.addInitContainer({ name: 'before', image: 'web:1.0' });
      const { endpoint } = new AmbassadorProxy(deployment, 'Calls', { upstreams: [Upstream.http({ host: 'api' })], sidecarMode });
      return { endpoint, before, after: deployment.addInitContainer({ name: 'after', image: 'web:1.0' }) };
    };
    const [native, classic] = [web(), web(SidecarMode.CLASSIC)];
    const variables = { host: 'API_HOST' };
    native.endpoint.provideTo(native.after, variables);
    expect(() => native.endpoint.provideTo(native.before, variables)).toThrow("container 'before' ends before 'shop/Web/Calls' starts");
    expect(() => classic.endpoint.provideTo(classic.after, variables)).toThrow("container 'after' ends before 'shop/Web/Calls' starts: create it after");
    expect(() => native.endpoint.provideTo(classic.after, variables)).toThrow("container 'after' is in another workload than 'shop/Web/Calls'");
  });

  test('fails when an upstream has no host', () => {
    expect(() => ambassador({ upstreams: [Upstream.redis({})] })).toThrow('upstream of kind \'redis\' of \'shop/Web/Calls\' has no host');
  });

  test.each(['a b', 'a\nb', '$HOME', 'a;b', '', 'http://api', '-a', 'a..b', '300.1.1.1', ':::::', '[::1', 'fe80::1%eth0', `a.${'b'.repeat(64)}`])('fails when a host is %j', (host) => {
    expect(http({ host })).toThrow(`host ${JSON.stringify(host)} of an upstream of 'shop/Web/Calls' is not a host`);
  });

  test.each(['api', 'api.shop.svc.cluster.local.', '10.0.0.1', '[2001:db8::1]', '::1', 'my_service', 'a-b.c'])('takes the host %s', (host) => {
    expect(http({ host })).not.toThrow();
  });

  test('fails again for what has failed before, and takes another port where the same upstream is in another pod', () => {
    const upstream = { host: 'api', port: 8080 };
    const wrong = http({ ...upstream, timeouts: { connect: Duration.seconds(0) } });
    expect(wrong).toThrow('connect timeout');
    expect(wrong).toThrow('connect timeout');
    const ambassadors = [http(upstream)(), http({ ...upstream, localPort: 9000 })(), http(upstream)()];
    expect(ambassadors.map(({ endpoint }) => endpoint.port)).toEqual([8081, 9000, 8081]);
    const other = new kplus.Deployment(new Chart(Testing.app(), 'other'), 'Other');
    expect(new AmbassadorProxy(other, 'Calls', { upstreams: [Upstream.http(upstream)] }).endpoint.port).toBe(8080);
  });

  test.each(['127.0.0.1', 'localhost'])('fails when an upstream at %s is its own local port', (host) => {
    expect(http({ host, port: 9000, name: 'api' })().endpoint.port).toBe(9001);
    expect(http({ host, port: 9000, name: 'api', localPort: 9000 })).toThrow('upstream \'api\' of \'shop/Web/Calls\' would connect to itself, at port 9000');
  });

  test.each([AmbassadorProgram.haproxy(), AmbassadorProgram.nginx()])('fails when a proxy that leaves search domains out cannot tell what a name with one dot is', (proxy) => {
    const to = (host: string) => () => ambassador({ program: proxy, upstreams: [Upstream.http({ host })] });
    expect(to('orders.shop')).toThrow(/host 'orders\.shop' of upstream 'orders' of 'shop\/Web\/Calls' may be a Service .* write 'orders\.shop\.svc' .* or 'orders\.shop\.'/);
    ['orders', 'orders.shop.svc', 'orders.shop.', 'api.example.com', '10.0.0.1', '[2001:db8::1]'].forEach((host) => expect(to(host)).not.toThrow());
  });

  test.each(['', ' '])('fails when a user is %j', (user) => {
    const chart = new Chart(Testing.app(), 'secrets');
    const password = { secret: kplus.Secret.fromSecretName(chart, 'Login', 'login'), key: 'password' };
    const wrong = `user ${JSON.stringify(user)} of`;
    expect(() => ambassador({ upstreams: [Upstream.redis({ host: 'cache', user, password })] })).toThrow(`${wrong} upstream 'cache'`);
    expect(() => ambassador({ upstreams: [Upstream.mysql({ host: 'db', healthCheck: { user } })] })).toThrow(`${wrong} the health check of upstream 'db'`);
    const proxy = AmbassadorProgram.pgBouncer({ pooling: ConnectionPooling.SESSION, users: [{ user, password }] });
    expect(() => ambassador({ upstreams: [Upstream.postgres({ host: 'db' })], program: proxy })).toThrow(wrong);
  });

  test('fails when a Redis has a user without a password', () => {
    expect(() => ambassador({ upstreams: [Upstream.redis({ host: 'cache', user: 'web' })] }))
      .toThrow('user "web" of upstream \'cache\' of \'shop/Web/Calls\' has no password');
  });

  test.each([0, 65536, 1.5, NaN])('fails when a port is %d', (port) => {
    expect(http({ port })).toThrow(`port ${port} of upstream 'api' of 'shop/Web/Calls' is not a port`);
  });

  test('fails when a kind without a port of its own names none', () => {
    expect(() => ambassador({ upstreams: [Upstream.tcp({ host: 'queue' })] })).toThrow('port undefined of upstream \'queue\'');
  });

  test('fails when a local port is taken by a container of the pod', () => {
    expect(http({ localPort: 8080 })).toThrow('port 8080/TCP of container \'calls\' in \'shop/Web\' is already taken by container \'main\'');
  });

  test('fails when two upstreams want one local port', () => {
    const upstreams = ['a', 'b'].map((host) => Upstream.http({ host, localPort: 9000 }));
    expect(() => ambassador({ upstreams })).toThrow('local port 9000 of upstream \'b\' of \'shop/Web/Calls\' is already taken');
  });

  test('fails when two upstreams have one name', () => {
    const upstreams = ['api.one', 'api.two'].map((host) => Upstream.http({ host }));
    expect(() => ambassador({ upstreams })).toThrow('two upstreams of \'shop/Web/Calls\' are called \'api\'');
  });

  test('fails when it listens on an address that is none of the pod\'s', () => {
    expect(() => ambassador({ upstreams: [Upstream.http({ host: 'api' })], listenAddress: 'localhost' })).toThrow('listenAddress \'localhost\'');
  });

  test('fails when 127.0.0.1 is the node\'s, unless that is said to be meant', () => {
    const add = (allowHostNetwork?: boolean) => new AmbassadorProxy(
      new kplus.Pod(new Chart(Testing.app(), 'shop'), 'Web', { hostNetwork: true, containers: [{ image: 'web:1.0' }] }),
      'Calls', { upstreams: [Upstream.redis({ host: 'cache' })], allowHostNetwork },
    );
    expect(() => add()).toThrow("'shop/Web/Calls' is in a pod with hostNetwork, where 127.0.0.1 is that of the node: every process of the node could use port 6379"
      + " and the credentials behind it, and health port 9900 would be on the node's address: leave hostNetwork out, or set 'allowHostNetwork'");
    expect(add(true).endpoint.port).toBe(6379);
  });

  test('fails when a classic one needs longer than the grace period that the workload was given', () => {
    const chart = new Chart(Testing.app(), 'shop');
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0' }], terminationGracePeriod: Duration.seconds(20) });
    const props = { upstreams: [Upstream.http({ host: 'api' })], proxy: own, stopDelay: Duration.seconds(20), sidecarMode: SidecarMode.CLASSIC };
    expect(() => new AmbassadorProxy(web, 'Calls', props)).toThrow('grace period of \'shop/Web\' is 20 seconds, but \'shop/Web/Calls\' needs 25');
  });

  test.each<[Partial<AmbassadorProxyProps>, string]>([
    [{ healthPort: 9999 }, 'healthPort \'9999\' of \'shop/Web/Calls\' has no effect'],
    [{ configMapName: 'calls' }, 'configMapName \'calls\' of \'shop/Web/Calls\' has no effect'],
  ])('fails when its program has no use for %j', (props, message) => {
    expect(() => ambassador({ upstreams: [Upstream.http({ host: 'api' })], ...props })).toThrow(message);
  });

  test.each(['Calls_1', '-calls', 'a..b', ''])('fails when a ConfigMap cannot be called %j', (configMapName) => {
    expect(() => ambassador({ upstreams: [Upstream.http({ host: 'api' })], program: AmbassadorProgram.envoy(), configMapName }))
      .toThrow(`configMapName '${configMapName}' of 'shop/Web/Calls' is not a valid name for a ConfigMap`);
  });

  test('has other names for its ports where the pod has them already', () => {
    const upstreams = ['health', 'api'].map((host) => Upstream.http({ host }));
    const { container, node } = ambassador({ upstreams, program: AmbassadorProgram.envoy() });
    const second = new AmbassadorProxy(node.scope!, 'Second', { upstreams });
    expect([container, second.container].map(({ ports }) => ports.map(({ name }) => name))).toEqual([
      ['health', 'api', 'health-2'], ['health-3', 'api-2', 'health-4'],
    ]);
  });

  test('fails when the certificate is in another namespace', () => {
    const other = new Chart(Testing.app(), 'other', { namespace: 'other' });
    expect(http({ tls: { clientCertificate: new kplus.Secret(other, 'Certificate') } })).toThrow('is in namespace \'other\', its pod in \'shop\'');
  });
});

/** Types do not hold in JavaScript. */
describe('without what is required, an ambassador', () => {
  const none = undefined as any;
  const of = (upstream: Upstream) => () => ambassador({ upstreams: [upstream] });

  test.each<[string, () => unknown, string]>([
    ['properties', () => ambassador(none), '\'upstreams\' of \'shop/Web/Calls\' is undefined'],
    ['upstreams', () => ambassador({ upstreams: none }), '\'upstreams\' of \'shop/Web/Calls\' is undefined'],
    ['an upstream', of(none), '\'upstreams\' of \'shop/Web/Calls\' is undefined, or has an undefined item: set it'],
    ['what is an upstream', of({ host: 'api' } as any), 'an upstream of \'shop/Web/Calls\' is not an Upstream: make it with Upstream.http()'],
    ['options', of(Upstream.http(none)), 'upstream of kind \'http\' of \'shop/Web/Calls\' has no host'],
    ['an address', of(Upstream.http({ addresses: none })), 'upstream of kind \'http\' of \'shop/Web/Calls\' has no host'],
    ['the host of an address', of(Upstream.http({ addresses: [none] })), 'host undefined of an upstream of \'shop/Web/Calls\' is not a host'],
    ['the requests of a rate', of(Upstream.http({ host: 'api', rateLimit: {} as any })), 'requests of the rate limit of upstream \'api\''],
    ['the method of a retry', of(Upstream.http({ host: 'api', retries: { methods: [none] } })), 'method "undefined" in retries'],
    ['the condition of a retry', of(Upstream.http({ host: 'api', retries: { conditions: ['bad' as any] } })), 'condition "bad" in retries'],
    ['the Secret of an authority', of(Upstream.http({ host: 'api', tls: { caCertificate: {} as any } })), 'a secret of \'shop/Web/Calls\' is missing'],
    ['the Secret of a password', of(Upstream.redis({ host: 'cache', password: '' as any })), 'a secret of \'shop/Web/Calls\' is missing'],
    ['a certificate', of(Upstream.http({ host: 'api', tls: { clientCertificate: 'web-tls' as any } })), 'a secret of \'shop/Web/Calls\' is missing'],
    ['the image of its own program', () => ambassador({ upstreams: [Upstream.http({ host: 'api' })], program: AmbassadorProgram.custom(none) }), 'image of container \'calls\''],
    ...[none, { users: [] }, { pooling: 'session' }, { pooling: 'session', users: [none] }].map((options): [string, () => unknown, RegExp | any] => [
      `what PgBouncer needs in ${JSON.stringify(options)}`,
      () => ambassador({ upstreams: [Upstream.postgres({ host: 'db' })], program: AmbassadorProgram.pgBouncer(options) }),
      /^(pooling undefined|users|user "") of 'shop\/Web\/Calls'/,
    ]),
  ])('fails: %s', (_, create, message) => {
    expect(create).toThrow(message);
  });
});

describe('policies', () => {
  test('fail when the connect timeout is above the request timeout', () => {
    expect(http({ timeouts: { connect: Duration.seconds(3), request: Duration.seconds(2) } }))
      .toThrow('connect timeout of 3000 ms of upstream \'api\' of \'shop/Web/Calls\' is above its request timeout of 2000 ms');
  });

  test('fail when the response timeout is above the request timeout', () => {
    expect(http({ timeouts: { response: Duration.seconds(3), request: Duration.seconds(2) } }))
      .toThrow('response timeout of 3000 ms of upstream \'api\' of \'shop/Web/Calls\' is above its request timeout of 2000 ms');
  });

  test('fail when a timeout is zero', () => {
    expect(http({ timeouts: { idle: Duration.seconds(0) } })).toThrow('idle timeout in \'shop/Web/Calls\' is zero');
  });

  test.each([{ timeouts: { idle: Duration.days(25) } }, { rateLimit: { requests: 1, interval: Duration.days(25) } }])(
    'fail when a time is longer than proxies count: %j', (options) => {
      expect(http(options)).toThrow('is 25 days: proxies cannot count more than 12 days');
    });

  test.each([{ methods: [] }, { conditions: [] }])('fail when nothing is to be tried again: %j', (retries) => {
    expect(http({ retries })).toThrow(/(methods|conditions) in retries of upstream 'api' of 'shop\/Web\/Calls' are empty/);
  });

  test.each(['', 'healthz', '/a b', '/a\nb', '/ü'])('fail when the path of a health check is %j', (path) => {
    expect(http({ healthCheck: { path } })).toThrow(`path ${JSON.stringify(path)} of the health check of upstream 'api' of 'shop/Web/Calls' is not valid`);
  });

  test('fail when TCP is to be retried', () => {
    expect(() => ambassador({ upstreams: [Upstream.tcp({ host: 'queue', port: 5672, retries: {} })] }))
      .toThrow('retries of upstream \'queue\' of \'shop/Web/Calls\' are not possible: tcp has no requests that could be repeated');
  });

  test('fail when TCP is to have a request timeout', () => {
    expect(() => ambassador({ upstreams: [Upstream.mysql({ host: 'db', timeouts: { request: Duration.seconds(9) } })] }))
      .toThrow('request timeout of upstream \'db\' of \'shop/Web/Calls\' does not apply to');
  });

  test('fail when a method that is not idempotent is retried', () => {
    expect(http({ retries: { methods: ['GET', 'POST'] } })).toThrow('method POST in retries of upstream \'api\' of \'shop/Web/Calls\' is not idempotent');
  });

  test('fail when gRPC calls that may have been done are retried', () => {
    const upstreams = [Upstream.grpc({ host: 'api', port: 9090, retries: { conditions: [RetryCondition.UNAVAILABLE] } })];
    expect(() => ambassador({ upstreams })).toThrow('retries of upstream \'api\' of \'shop/Web/Calls\' on unavailable could execute a call twice');
  });

  test.each([
    [{ retries: { maxRetries: 0 } }, 'maxRetries of retries of upstream \'api\' of \'shop/Web/Calls\' is 0'],
    [{ circuitBreaker: { maxConnections: -1 } }, 'maxConnections of the circuit breaker'],
    [{ outlierDetection: { maxEjectedPercent: 101 } }, 'maxEjectedPercent of outlier detection'],
    [{ rateLimit: { requests: 0 } }, 'requests of the rate limit'],
    [{ connectionPool: { maxConnections: 0.5 } }, 'maxConnections of the connection pool'],
    [{ addresses: [{ host: 'a', weight: 0 }], host: undefined }, 'weight 0 of address \'a\''],
  ])('fail when a figure is out of range: %j', (options, message) => {
    expect(http(options)).toThrow(message);
  });

  test.each<[() => Upstream, string]>([
    [() => Upstream.redis({ host: 'x', timeouts: { idle: Duration.minutes(1) } }), 'idle timeout of upstream \'x\' of \'shop/Web/Calls\' does not apply to redis'],
    [() => Upstream.tcp({ host: 'x', port: 1, timeouts: { response: Duration.minutes(1) } }), 'response timeout of upstream \'x\' of \'shop/Web/Calls\' does not apply to tcp'],
    [() => Upstream.grpc({ host: 'x', port: 1, retries: { methods: ['GET'] } }), 'methods of retries'],
    [() => Upstream.tcp({ host: 'x', port: 1, circuitBreaker: { maxPendingRequests: 1 } }), 'maxPendingRequests of the circuit breaker'],
    [() => Upstream.tcp({ host: 'x', port: 1, circuitBreaker: { maxRequests: 1 } }), 'maxRequests of the circuit breaker'],
    [() => Upstream.postgres({ host: 'x', connectionPool: { maxRequestsPerConnection: 1 } }), 'maxRequestsPerConnection of the connection pool'],
    [() => Upstream.tcp({ host: 'x', port: 1, healthCheck: { path: '/' } }), 'path of the health check'],
    [() => Upstream.http({ host: 'x', healthCheck: { user: 'me' } }), 'user of the health check'],
    [() => Upstream.http({ host: 'x', retries: { conditions: [RetryCondition.UNAVAILABLE] } }), 'UNAVAILABLE in retries'],
  ])('fail when the kind has no use for them: %s', (upstream, message) => {
    expect(() => ambassador({ upstreams: [upstream()] })).toThrow(message);
  });

  test('take a short request timeout without a connect timeout', () => {
    const chart = new Chart(Testing.app(), 'shop');
    const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'web:1.0' }] });
    new AmbassadorProxy(web, 'Calls', { upstreams: [Upstream.http({ host: 'api', timeouts: { request: Duration.seconds(1) } })] });
    expect(JSON.stringify(Testing.synth(chart))).toContain('\\"connect_timeout\\": \\"1s\\"');
  });

  test('fail when a program of one\'s own would not follow them', () => {
    expect(http({ rateLimit: { requests: 5 } })).toThrow('rateLimit of upstream \'api\' of \'shop/Web/Calls\' has no effect on a custom proxy');
  });

  test('fail when the proxy cannot do them, and say which one can', () => {
    const upstreams = [Upstream.http({ host: 'api', outlierDetection: {} })];
    expect(() => ambassador({ upstreams, program: AmbassadorProgram.nginx() }))
      .toThrow('outlierDetection of upstream \'api\' of \'shop/Web/Calls\' cannot be done by AmbassadorProgram.nginx(): use AmbassadorProgram.envoy()');
  });

  test.each([undefined, AmbassadorProgram.haproxy()])('fail when no proxy can do what all upstreams ask, and say that one needs an ambassador of its own', (proxy) => {
    const upstreams = [Upstream.redis({ host: 'cache' }), Upstream.mysql({ host: 'db', healthCheck: { user: 'check' } })];
    expect(() => ambassador({ upstreams, program: proxy })).toThrow(/give it an ambassador of its own with AmbassadorProgram\.(envoy|haproxy)\(\)/);
  });

  test('fail with a proxy that can do them also in part', () => {
    const upstreams = [Upstream.http({ host: 'api', connectionPool: { maxRequestsPerConnection: 5 } })];
    expect(() => ambassador({ upstreams, program: AmbassadorProgram.nginx() })).toThrow(/cannot be done by AmbassadorProgram\.nginx\(\): use AmbassadorProgram\.envoy\(\)$/);
    const both = [Upstream.http({ host: 'api', retries: { pause: Duration.millis(5) } }), Upstream.mysql({ host: 'db', healthCheck: { user: 'check' } })];
    expect(() => ambassador({ upstreams: both, program: undefined })).toThrow('healthCheck of upstream \'db\' of \'shop/Web/Calls\' cannot be done by AmbassadorProgram.envoy():'
      + ' give it an ambassador of its own with AmbassadorProgram.haproxy()');
  });

  test('fail when nginx is to verify the names of several hosts', () => {
    const upstreams = [Upstream.http({ addresses: [{ host: 'a' }, { host: 'b' }], tls: {} })];
    expect(() => ambassador({ upstreams, program: AmbassadorProgram.nginx() })).toThrow('tls of upstream \'a\' of \'shop/Web/Calls\' has 2 hosts');
  });

  test('fail when the proxy does not know the kind', () => {
    expect(() => ambassador({ upstreams: [Upstream.redis({ host: 'cache' })], program: AmbassadorProgram.haproxy() }))
      .toThrow('kind \'redis\' of upstream \'cache\' of \'shop/Web/Calls\' cannot be done by AmbassadorProgram.haproxy(): use AmbassadorProgram.envoy()');
  });
});
