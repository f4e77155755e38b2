import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { render, secretOf } from './support/render';
import {
  AmbassadorProxy, ConnectionPooling, Database, InitMigrations, MigrationSource, MigrationTool, PgBouncerOptions, AmbassadorProgram, RetryCondition,
  SidecarMode, Upstream, UpstreamOptions,
} from '../../src';
import { containerOf, IMAGE, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const passwordIn = (chart: Chart) => ({ secret: secretOf(chart, 'orders'), key: 'password' });
const pgBouncer = (chart: Chart, options: Partial<PgBouncerOptions> = {}) => AmbassadorProgram.pgBouncer({
  pooling: ConnectionPooling.TRANSACTION, users: [{ user: 'app', password: passwordIn(chart) }], ...options,
});
const PROXIES: { [name: string]: (chart: Chart) => AmbassadorProgram } = {
  haproxy: () => AmbassadorProgram.haproxy(), nginx: () => AmbassadorProgram.nginx(), pgBouncer,
};

describe.each(Object.keys(PROXIES))('%s', (name) => {
  const upstreams = [Upstream.postgres({ host: 'orders' })];

  test.each(Object.keys(KINDS))('is a sidecar of a %s', (kind) => {
    const chart = newChart();
    new AmbassadorProxy(KINDS[kind](chart, { containers: [{ image: IMAGE }] }), 'Orders', { upstreams, program: PROXIES[name](chart) });
    expect(podSpecOf(chart).initContainers).toMatchObject([{ name: 'orders', restartPolicy: 'Always' }]);
  });

  test('listens at 127.0.0.1, and elsewhere when it is told', () => {
    const texts = [undefined, '0.0.0.0'].map((listenAddress) => {
      const { files } = render((chart) => ({ upstreams, listenAddress, program: PROXIES[name](chart) }));
      return Object.entries(files).filter(([file]) => !file.endsWith('.sh')).map(([, text]) => text).join('').replace(/0\.0\.0\.0:9900/, '');
    });
    expect(texts[0]).toMatch(/127\.0\.0\.1(:5432|\nlisten_port = 5432)/);
    expect(texts[0]).not.toMatch(/0\.0\.0\.0/);
    expect(texts[1]).toMatch(/0\.0\.0\.0(:5432|\nlisten_port = 5432)/);
  });

  test('holds back what comes after it until it listens, and has numeric users and no root', () => {
    const { container } = render((chart) => ({ upstreams, program: PROXIES[name](chart) }));
    expect(container.startupProbe).toMatchObject({ periodSeconds: 1, failureThreshold: 60 });
    expect(container.livenessProbe).toBeDefined();
    expect(container.readinessProbe).toBeUndefined();
    expect(container.securityContext).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true, runAsUser: expect.any(Number) });
    expect(JSON.stringify([container.startupProbe, container.ports])).not.toMatch(/"port":"/);
  });

  test('goes on for an app that stops at the same time, when it is classic', () => {
    const { container } = render((chart) => ({
      upstreams, program: PROXIES[name](chart), sidecarMode: SidecarMode.CLASSIC, stopDelay: Duration.seconds(7),
    }));
    expect(container.lifecycle).toEqual({ preStop: { sleep: { seconds: 7 } } });
  });
});

describe('names', () => {
  const addresses = ['orders', 'orders.shop.svc', 'orders.shop.svc.cluster.local.', 'db.example.com', '10.0.0.1', '2001:db8::1', 'localhost', 'example.com.'].map((host) => ({ host, port: 80 }));
  const upstreams = [Upstream.http({ addresses, name: 'x' })];

  test('are completed by HAProxy, which leaves search domains out', () => {
    const { files } = render({ upstreams, program: AmbassadorProgram.haproxy() });
    expect(Array.from(files['haproxy.cfg'].matchAll(/ server x-\d (\S+)/g), ([, address]) => address)).toEqual([
      '"orders${NAMESPACE_DOMAIN}:80"', '"orders.shop.svc${CLUSTER_DOMAIN}:80"', 'orders.shop.svc.cluster.local:80', 'db.example.com:80', '10.0.0.1:80',
      '"[2001:db8::1]:80"', '127.0.0.1:80', 'example.com:80',
    ]);
  });

  test('are completed by nginx, which leaves search domains out', () => {
    const { files } = render({ upstreams, program: AmbassadorProgram.nginx() });
    expect(Array.from(files['nginx.conf'].matchAll(/^ {4}\d (\S+:80"?);/gm), ([, address]) => address)).toEqual([
      '"orders${namespace_domain}:80"', '"orders.shop.svc${cluster_domain}:80"', 'orders.shop.svc.cluster.local:80', 'db.example.com:80', '10.0.0.1:80',
      '"[2001:db8::1]:80"', '127.0.0.1:80', 'example.com:80',
    ]);
  });
});

test('PgBouncer is asked at the address that it listens on', () => {
  const probeOf = (listenAddress: string) => {
    const { container } = render((chart) => ({ upstreams: [Upstream.postgres({ host: 'db' })], program: PROXIES.pgBouncer(chart), listenAddress }));
    return container.startupProbe.exec.command[1];
  };
  expect(['127.0.0.1', '127.0.0.2', '0.0.0.0'].map(probeOf)).toEqual(['--host=127.0.0.1', '--host=127.0.0.2', '--host=127.0.0.1']);
});

describe('migrations through PgBouncer', () => {
  function migrate(pooling: ConnectionPooling): InitMigrations {
    const chart = newChart();
    const web = newDeployment(chart);
    const database = new AmbassadorProxy(web, 'Database', { upstreams: [Upstream.postgres({ host: 'orders' })], program: pgBouncer(chart, { pooling }) });
    return new InitMigrations(web, 'Migrations', {
      tool: MigrationTool.psql(),
      source: MigrationSource.inline({ '1_a.sql': 'SELECT 1;' }),
      database: Database.postgres({ endpoint: database.endpoint, name: 'orders', user: 'app', password: passwordIn(chart) }),
    });
  }

  test.each([ConnectionPooling.TRANSACTION, ConnectionPooling.STATEMENT])('fail when it pools by %s', (pooling) => {
    expect(() => migrate(pooling)).toThrow(`database 127.0.0.1:5432 of 'shop/Web/Migrations' is pooled by ${pooling}`);
  });

  test('work when it pools by session', () => {
    expect(migrate(ConnectionPooling.SESSION).container.name).toBe('migrations');
  });
});

describe('passwords of PgBouncer', () => {
  test('are environment variables from Secrets, and in no file', () => {
    const { container, files, spec } = render((chart) => ({ upstreams: [Upstream.postgres({ host: 'orders' })], program: pgBouncer(chart) }));
    expect(container.env).toContainEqual({ name: 'PGBOUNCER_PASSWORD_1', valueFrom: { secretKeyRef: { name: 'orders', key: 'password' } } });
    expect(spec.volumes).toContainEqual({ name: 'orders-users', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } });
    expect(files['pgbouncer.ini']).not.toContain('password');
  });

  test('fail when their Secret is in another namespace', () => {
    const props = (chart: Chart) => ({
      upstreams: [Upstream.postgres({ host: 'orders' })],
      program: pgBouncer(chart, { users: [{ user: 'app', password: { secret: new kplus.Secret(chart, 'Other', { metadata: { namespace: 'other' } }), key: 'x' } }] }),
    });
    expect(() => render(props)).toThrow('is in namespace \'other\'');
  });
});

describe('what a proxy cannot do', () => {
  const http = (options: UpstreamOptions) => Upstream.http({ host: 'api', ...options });
  const several = { host: undefined, addresses: [{ host: 'a' }, { host: 'b' }] };

  test.each<[string, Upstream, string]>([
    ['a timeout for the whole request', http({ timeouts: { request: Duration.seconds(3) } }), 'request timeout of upstream \'api\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.haproxy(): use AmbassadorProgram.envoy()'],
    ['a pause between tries', http({ retries: { pause: Duration.millis(5) } }), 'pause of retries of upstream \'api\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.haproxy()'],
    ['a retry budget', http({ retries: { budgetPercent: 10 } }), 'budgetPercent of retries'],
    ['a timeout for each try', http({ retries: { tryTimeout: Duration.seconds(1) } }), 'tryTimeout of retries'],
    ['retries on any server error', http({ retries: { conditions: [RetryCondition.SERVER_ERROR] } }), 'retries on serverError of upstream \'api\''],
    ['a limit over several addresses', http({ ...several, circuitBreaker: { maxConnections: 5 } }), 'maxConnections of circuitBreaker of upstream \'a\''],
    ['a pool over several addresses', http({ ...several, connectionPool: { maxConnections: 5 } }), 'maxConnections of connectionPool of upstream \'a\''],
    ['requests for each connection', http({ connectionPool: { maxRequestsPerConnection: 5 } }), 'maxRequestsPerConnection of connectionPool'],
    ['checks of MySQL without a user', Upstream.mysql({ host: 'db', healthCheck: {} }), 'healthCheck of upstream \'db\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.haproxy(), because mysql blocks'],
    ['a queue for connections without an end', http({ circuitBreaker: { maxPendingRequests: 5 } }), 'maxPendingRequests of circuitBreaker of upstream \'api\''],
    ['checks of a user with control characters', Upstream.postgres({ host: 'db', healthCheck: { user: 'a\nb' } }), 'user "a\\nb" of healthCheck'],
    ['another burst than its rate', http({ rateLimit: { requests: 5, burst: 20 } }), 'burst of rateLimit of upstream \'api\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.haproxy(), which lets through as many at once as in an interval: leave it out, or use AmbassadorProgram.envoy()'],
    ['outlier detection', http({ outlierDetection: {} }), 'outlierDetection of upstream \'api\''],
    ['TLS to an address without a name', http({ host: '10.0.0.1', tls: {} }), 'has no name to verify for the address 10.0.0.1: set \'serverName\''],
    ['TLS that PostgreSQL negotiates', Upstream.postgres({ host: 'db', tls: {} }), 'tls of upstream \'db\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.haproxy(): use AmbassadorProgram.pgBouncer()'],
  ])('fails when HAProxy is asked for %s', (_, upstream, message) => {
    expect(() => render({ upstreams: [upstream], program: AmbassadorProgram.haproxy() })).toThrow(message);
  });

  test.each<[string, UpstreamOptions, string]>([
    ['retries', { retries: {} }, 'retries of upstream \'api\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.nginx(): use AmbassadorProgram.envoy() or AmbassadorProgram.haproxy()'],
    ['a connection pool', { connectionPool: { maxConnections: 5 } }, 'connectionPool of upstream \'api\''],
    ['a longer time for connections than it waits', { timeouts: { connect: Duration.seconds(76) } }, 'connect timeout of upstream \'api\' of \'shop/Web/Orders\' is longer than the 75 seconds that nginx can wait'],
    ['a rate that is no whole number', { rateLimit: { requests: 1, interval: Duration.minutes(2) } }, 'rateLimit of upstream \'api\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.nginx(), which counts'],
  ])('fails when nginx is asked for %s', (_, options, message) => {
    expect(() => render({ upstreams: [http(options)], program: AmbassadorProgram.nginx() })).toThrow(message);
  });

  const postgres = (options: UpstreamOptions) => [Upstream.postgres({ host: 'db', ...options })];
  test.each<[string, Upstream[], Partial<PgBouncerOptions>, string]>([
    ['two upstreams', [...postgres({}), ...postgres({ name: 'other' })], {}, '2 upstreams of \'shop/Web/Orders\' are too many for AmbassadorProgram.pgBouncer(), which has one port: create an ambassador for'],
    ['another name of the server', postgres({ tls: { serverName: 'x' } }), {}, 'serverName of upstream \'db\''],
    ['requests for each connection', postgres({ connectionPool: { maxRequestsPerConnection: 5 } }), {}, 'maxRequestsPerConnection'],
    ['a limit over any databases', postgres({ connectionPool: { maxConnections: 5 } }), {}, 'maxConnections of upstream \'db\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.pgBouncer() for more than one database'],
    ['no users', postgres({}), { users: [] }, 'users of \'shop/Web/Orders\' are empty'],
    ['no databases', postgres({}), { databases: [] }, 'databases of \'shop/Web/Orders\' are empty'],
    ['a database that it cannot name', postgres({}), { databases: ['a b'] }, 'database "a b" of \'shop/Web/Orders\' cannot be written'],
    ['its own console', postgres({}), { databases: ['pgbouncer'] }, 'database "pgbouncer"'],
    ['no clients', postgres({}), { maxClients: 0 }, 'maxClients in \'shop/Web/Orders\' is 0'],
    ['no time', postgres({}), { queryWaitTimeout: Duration.seconds(0) }, 'queryWaitTimeout in \'shop/Web/Orders\' is zero'],
    ['a health check', postgres({ healthCheck: { user: 'x' } }), {}, 'healthCheck of upstream \'db\' of \'shop/Web/Orders\' cannot be done by AmbassadorProgram.pgBouncer(): use AmbassadorProgram.haproxy()'],
  ])('fails when PgBouncer is asked for %s', (_, upstreams, options, message) => {
    expect(() => render((chart) => ({ upstreams, program: pgBouncer(chart, options) }))).toThrow(message);
  });

  test.each(['', 'a\nb', 'x'.repeat(64)])('fails when a user of PgBouncer is %j', (user) => {
    expect(() => render((chart) => ({ upstreams: postgres({}), program: pgBouncer(chart, { users: [{ user, password: passwordIn(chart) }] }) })))
      .toThrow(`user ${JSON.stringify(user)} of 'shop/Web/Orders' is not a valid name for a user`);
  });

  test('fails when a user of PgBouncer is named twice', () => {
    const users = (chart: Chart) => [1, 2].map(() => ({ user: 'app', password: passwordIn(chart) }));
    expect(() => render((chart) => ({ upstreams: postgres({}), program: pgBouncer(chart, { users: users(chart) }) }))).toThrow('user \'app\' of \'shop/Web/Orders\' is named twice');
  });
});

test('the name of a container can be another one', () => {
  const chart = newChart();
  new AmbassadorProxy(newDeployment(chart), 'Orders', { upstreams: [Upstream.http({ host: 'api' })], program: AmbassadorProgram.haproxy(), containerName: 'proxy' });
  expect(containerOf(podSpecOf(chart), 'proxy').command).toEqual(['sh', '/etc/ambassador/start-haproxy.sh']);
});
