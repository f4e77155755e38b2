import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Database, ImageTable, SharedVolume, Sidecar, SidecarMode, WaitFor, WaitTarget, HttpTargetOptions } from '../../src';
import { containerOf, KINDS, newChart, newDeployment, podSpecOf } from '../support/workloads';

const QUEUE = { host: 'queue', port: 5672 };

function envOf(container: any): Record<string, any> {
  return Object.fromEntries(container.env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom]));
}

test.each(Object.entries(KINDS))('waits before the app in a %s', (_, create) => {
  const chart = newChart();
  const wait = new WaitFor(create(chart, { containers: [{ image: 'app:1' }] }), 'Needs', { targets: [WaitTarget.tcp(QUEUE)] });
  expect(podSpecOf(chart).initContainers.map(({ name }: any) => name)).toEqual(['needs']);
  expect(wait.longestWait.toSeconds()).toBe(120);
});

test('ports, names and files share a container, each with its own settings', () => {
  const chart = newChart();
  const web = newDeployment(chart);
  const volume = new SharedVolume(web, 'Data');
  new WaitFor(web, 'Needs', {
    targets: [WaitTarget.tcp(QUEUE), WaitTarget.dns('mail.example.com', { name: 'mail' }), WaitTarget.file(volume, 'a/ready'), WaitTarget.file(volume, '/b')],
    timeout: Duration.seconds(30),
    tryTimeout: Duration.millis(1500),
    pause: Duration.seconds(9),
    maxPause: Duration.seconds(4),
  });
  const container = containerOf(podSpecOf(chart), 'needs');
  expect([container.image, container.command, container.args]).toEqual(['busybox:1.36.1', ['sh', '/scripts/wait.sh'], ['tcp', 'dns', 'file', 'file']]);
  expect(envOf(container)).toEqual({
    WAIT_TIMEOUT: '30',
    WAIT_TRY_TIMEOUT: '2',
    WAIT_PAUSE: '4000',
    WAIT_MAX_PAUSE: '4000',
    WAIT_NAME_1: 'tcp queue:5672',
    WAIT_HOST_1: 'queue',
    WAIT_PORT_1: '5672',
    WAIT_NAME_2: 'mail',
    WAIT_HOST_2: 'mail.example.com',
    WAIT_NAME_3: 'file a/ready',
    WAIT_FILE_3: '/volumes/data/a/ready',
    WAIT_NAME_4: 'file b',
    WAIT_FILE_4: '/volumes/data/b',
  });
  expect(container.volumeMounts).toEqual([
    { name: 'data', mountPath: '/volumes/data', readOnly: true },
    { name: 'needs-config', mountPath: '/scripts', readOnly: true },
  ]);
});

test('other targets have a container for each image, and their timeouts add up', () => {
  const chart = newChart();
  const secret = kplus.Secret.fromSecretName(chart, 'Db', 'db');
  const wait = new WaitFor(newDeployment(chart), 'Needs', {
    targets: [
      WaitTarget.database(Database.postgres({ host: 'orders', user: 'app', password: { secret, key: 'password' }, name: 'shop' }), { query: 'SELECT \'$(HOME)\'' }),
      WaitTarget.tcp(QUEUE),
      WaitTarget.database(Database.postgres({ host: 'users' })),
      WaitTarget.database(Database.postgres({ host: 'old' }), { image: 'postgres:12.22' }),
      WaitTarget.database(Database.mysql({ host: 'stock', port: 3307 })),
      WaitTarget.redis({ host: 'cache', password: { secret, key: 'redis' } }),
      WaitTarget.http('https://api.example.com/ready?a=b', { healthyStatuses: [200, 404], caCertificate: { secret, key: 'ca.crt' } }),
      WaitTarget.command({ image: 'kafka:1', command: ['ask', '$(TOPIC)'], env: { TOPIC: kplus.EnvValue.fromValue('orders') } }),
    ],
  });
  const spec = podSpecOf(chart);
  expect(spec.initContainers.map(({ name, image, args }: any) => [name, image, args])).toEqual([
    ['needs-postgres', 'postgres:17.6', ['postgres', 'postgres']],
    ['needs-network', 'busybox:1.36.1', ['tcp']],
    ['needs-postgres-2', 'postgres:12.22', ['postgres']],
    ['needs-mysql', 'mariadb:10.11.14', ['mysql']],
    ['needs-redis', 'redis:8.2.2', ['redis']],
    ['needs-http', 'curlimages/curl:8.16.0', ['http']],
    ['needs-command', 'kafka:1', ['command', '--', 'ask', '$(TOPIC)']],
  ]);
  expect(wait.longestWait.toMinutes()).toBe(14);
  expect(envOf(containerOf(spec, 'needs-postgres'))).toMatchObject({
    WAIT_USER_1: 'app',
    WAIT_PASSWORD_1: { secretKeyRef: { name: 'db', key: 'password' } },
    WAIT_DATABASE_1: 'shop',
    WAIT_QUERY_1: 'SELECT \'$$(HOME)\'',
    WAIT_HOST_2: 'users',
    WAIT_USER_2: 'postgres',
  });
  expect(envOf(containerOf(spec, 'needs-http'))).toMatchObject({ WAIT_STATUS_1: '200 404', WAIT_CA_1: '/ca/1/ca.crt' });
  expect(containerOf(spec, 'needs-http').volumeMounts[0]).toEqual({ name: 'needs-http-ca-1', mountPath: '/ca/1', readOnly: true });
});

test('a database has its user from a Secret, and an authority that it must be trusted by', () => {
  const chart = newChart();
  const secret = kplus.Secret.fromSecretName(chart, 'Db', 'db');
  const value = (key: string) => ({ secret, key });
  new WaitFor(newDeployment(chart), 'Needs', {
    targets: [WaitTarget.redis({ host: 'a' }), WaitTarget.redis({ host: 'b', userSecret: value('user'), password: value('password'), caCertificate: value('ca') })],
  });
  const container = containerOf(podSpecOf(chart), 'needs');
  expect(envOf(container)).toMatchObject({ WAIT_USER_2: { secretKeyRef: { name: 'db', key: 'user' } }, WAIT_CA_2: '/ca/2/ca.crt' });
  expect(envOf(container)).not.toHaveProperty('WAIT_USER_1');
  expect(container.volumeMounts[0]).toEqual({ name: 'needs-ca-2', mountPath: '/ca/2', readOnly: true });
});

test.each(['postgres', 'mysql', 'mariadb'] as const)('%s has no other user than that of the Secret', (kind) => {
  const chart = newChart();
  const userSecret = { secret: kplus.Secret.fromSecretName(chart, 'Db', 'db'), key: 'user' };
  new WaitFor(newDeployment(chart), 'Needs', { targets: [WaitTarget.database(Database[kind]({ host: 'db', userSecret }))] });
  expect(envOf(containerOf(podSpecOf(chart), 'needs')).WAIT_USER_1).toEqual({ secretKeyRef: { name: 'db', key: 'user' } });
});

test('headers are lines that Kubernetes puts together of variables in front of them, secret ones from Secrets', () => {
  const chart = newChart();
  const token = { secret: kplus.Secret.fromSecretName(chart, 'Api', 'api'), key: 'token' };
  new WaitFor(newDeployment(chart), 'Needs', {
    targets: [
      WaitTarget.http('http://a/'),
      WaitTarget.http('http://b/', { headers: { 'Host': '$(HOME)', 'X-Empty': '' }, secretHeaders: { Authorization: token } }),
    ],
  });
  const { env } = containerOf(podSpecOf(chart), 'needs');
  expect(env.filter(({ name }: any) => name.startsWith('WAIT_HEADER'))).toEqual([
    { name: 'WAIT_HEADER_2_1', value: '$$(HOME)' },
    { name: 'WAIT_HEADER_2_2', value: '' },
    { name: 'WAIT_HEADER_2_3', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
    { name: 'WAIT_HEADERS_2', value: 'Host: $(WAIT_HEADER_2_1)\nX-Empty;\nAuthorization: $(WAIT_HEADER_2_3)' },
  ]);
});

test('a password is tried by a query', () => {
  const chart = newChart();
  const password = { secret: kplus.Secret.fromSecretName(chart, 'Db', 'db'), key: 'password' };
  new WaitFor(newDeployment(chart), 'Needs', { targets: [WaitTarget.database(Database.mysql({ host: 'a', password })), WaitTarget.database(Database.mariadb({ host: 'b' }))] });
  const env = envOf(containerOf(podSpecOf(chart), 'needs'));
  expect([env.WAIT_QUERY_1, env.WAIT_QUERY_2]).toEqual(['SELECT 1', undefined]);
});

test('images come from the table', () => {
  const chart = newChart();
  ImageTable.of({ mirror: 'mirror.acme.io', redis: 'redis:7.4.6' }).applyTo(chart);
  new WaitFor(newDeployment(chart), 'Needs', { targets: [WaitTarget.redis({ host: 'cache' })] });
  expect(containerOf(podSpecOf(chart), 'needs').image).toBe('mirror.acme.io/redis:7.4.6');
});

test('leaves the folder /scripts of an image with a command to the image', () => {
  const chart = newChart();
  new WaitFor(newDeployment(chart), 'Needs', { targets: [WaitTarget.command({ image: 'app:1', command: ['/scripts/ask.sh'] })] });
  expect(containerOf(podSpecOf(chart), 'needs').volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/pod-pattern-scripts']);
});

test('takes the usual port of a database where none is given', () => {
  const chart = newChart();
  new WaitFor(newDeployment(chart), 'Needs', { targets: [WaitTarget.database(Database.postgres({ host: 'db', port: undefined }))] });
  expect(containerOf(podSpecOf(chart), 'needs').env).toContainEqual({ name: 'WAIT_PORT_1', value: '5432' });
});

describe('bad input', () => {
  const targets = [WaitTarget.tcp(QUEUE)];

  test('fails when there is no target', () => {
    expect(() => new WaitFor(newDeployment(), 'Needs', { targets: [] })).toThrow('targets of \'shop/Web/Needs\' are empty: name at least one');
  });

  test('fails when two targets have one name', () => {
    expect(() => new WaitFor(newDeployment(), 'Needs', { targets: [...targets, ...targets] }))
      .toThrow('two targets of \'shop/Web/Needs\' are called \'tcp queue:5672\'');
  });

  test.each(['timeout', 'tryTimeout', 'pause', 'maxPause'])('fails when %s is zero', (property) => {
    expect(() => new WaitFor(newDeployment(), 'Needs', { targets, [property]: Duration.seconds(0) })).toThrow(`${property} in 'shop/Web/Needs' is zero`);
  });

  test('fails when a try may be longer than all tries', () => {
    expect(() => new WaitFor(newDeployment(), 'Needs', { targets, timeout: Duration.seconds(5), tryTimeout: Duration.seconds(6) }))
      .toThrow('tryTimeout of 6 s in \'shop/Web/Needs\' is longer than the timeout of 5 s');
  });

  test('a short timeout shortens the tries', () => {
    const chart = newChart();
    new WaitFor(newDeployment(chart), 'Needs', { targets, timeout: Duration.seconds(2) });
    expect(envOf(containerOf(podSpecOf(chart), 'needs')).WAIT_TRY_TIMEOUT).toBe('2');
  });

  test.each([0, 70000, 1.5])('fails when a port is not valid: %p', (port) => {
    expect(() => WaitTarget.tcp({ host: 'queue', port })).toThrow(`port ${port} of an endpoint is not a port`);
    expect(() => WaitTarget.redis({ host: 'queue', port })).toThrow(`port ${port} of an endpoint is not a port`);
  });

  test.each(['', 'a b', 'a\nb', '-e', '$(reboot)'])('fails when a host is not valid: %p', (host) => {
    expect(() => WaitTarget.tcp({ host, port: 1 })).toThrow('is not a host');
    expect(() => WaitTarget.dns(host)).toThrow('is not a host');
    expect(() => WaitTarget.redis({ host })).toThrow('is not a host');
    expect(() => Database.mysql({ host })).toThrow('is not a host');
  });

  test.each(['', '../x', 'a/../b', 'a\nb'])('fails when a file is not below its volume: %p', (path) => {
    const volume = new SharedVolume(newDeployment(), 'Data');
    expect(() => WaitTarget.file(volume, path)).toThrow('is not a path below its volume');
  });

  test.each(['ftp://a', 'a.example.com', 'http://', 'http://a b', 'http://a\n'])('fails when a URL is not valid: %p', (url) => {
    expect(() => WaitTarget.http(url)).toThrow('of a wait target is not valid');
  });

  test('fails when a URL has credentials in it, without showing them', () => {
    expect(() => WaitTarget.http('https://me:secret@api/')).toThrow('url of host \'api\' of a wait target has credentials in it');
  });

  test('fails when an authority is of no use', () => {
    const secret = kplus.Secret.fromSecretName(newChart(), 'Ca', 'ca');
    expect(() => WaitTarget.http('http://api/', { caCertificate: { secret, key: 'ca.crt' } })).toThrow("which does not use 'caCertificate'");
  });

  test.each([[[]], [[99]], [[600]], [[20.5]]])('fails when a status is not valid: %p', (status) => {
    expect(() => WaitTarget.http('http://api/', { healthyStatuses: status })).toThrow('expected from http://api/ is not valid');
  });

  test('fails when a command lacks its image or has no words', () => {
    expect(() => WaitTarget.command({ image: '', command: ['ask'] })).toThrow('command [ask] with image \'\' of a wait lacks one of them');
    expect(() => WaitTarget.command({ image: 'app:1', command: [] })).toThrow('command [] with image \'app:1\'');
  });

  test.each<[string, HttpTargetOptions, string]>([
    ['a secret is written out', { headers: { Authorization: 'Bearer hunter2' } }, 'looks like a secret, which everybody could read in the manifest: put it into a Secret'],
    ['a header is there twice', { headers: { 'X-A': 'a', 'x-a': 'b' } }, "header 'x-a' of target 'http http://api/' in 'shop/Web/Needs/http' is set twice"],
    ['a header has a newline', { headers: { 'X-A': 'a\nX-B: b' } }, 'has a newline'],
    ['a name is none', { headers: { 'X A': 'a' } }, "or has a character other than letters, digits, '-' and '_'"],
  ])('fails when %s', (_, options, message) => {
    expect(() => new WaitFor(newDeployment(), 'Needs', { targets: [WaitTarget.http('http://api/', options)] })).toThrow(message);
  });

  test.each(['', ' \n'])('fails when the query is empty: %j', (query) => {
    expect(() => WaitTarget.database(Database.postgres({ host: 'db' }), { query })).toThrow('query of postgres db:5432 is empty: write one or leave it out');
  });

  test.each(['mysql:8.4', 'docker.io/library/mysql', 'mirror/mysql@sha256:1'])('fails when the client is that of MySQL: %s', (image) => {
    expect(() => WaitTarget.database(Database.mysql({ host: 'db' }), { image })).toThrow(`image '${image}' of a mysql target has MySQL's own client: use an image with MariaDB's`);
  });

  test.each([undefined, { host: 'db' }])('fails when a database is not valid: %j', (database) => {
    expect(() => WaitTarget.database(database as any)).toThrow('database of a wait is not a Database: make it with Database.postgres()');
  });

  test('fails when a name is empty or has a newline', () => {
    expect(() => WaitTarget.dns('db', { name: 'a\nb' })).toThrow('name "a\\nb" of a wait target');
  });

  test('fails when a password is in another namespace', () => {
    const chart = newChart();
    const secret = new kplus.Secret(chart, 'Db', { metadata: { namespace: 'databases', name: 'db' } });
    expect(() => new WaitFor(newDeployment(chart), 'Needs', { targets: [WaitTarget.redis({ host: 'db', password: { secret, key: 'p' } })] }))
      .toThrow('secret \'db\' of \'shop/Web/Needs/redis\' is in namespace \'databases\', its pod in \'default\': create one with the same keys there');
  });

  test('fails when a certificate is in another namespace, by its chart too', () => {
    const app = new App();
    const [shop, databases] = ['shop', 'databases'].map((namespace) => new Chart(app, namespace, { namespace }));
    const caCertificate = { secret: new kplus.Secret(databases, 'Ca', { metadata: { name: 'ca' } }), key: 'ca.crt' };
    const message = "is in namespace 'databases', its pod in 'shop'";
    expect(() => new WaitFor(newDeployment(shop), 'Db', { targets: [WaitTarget.database(Database.postgres({ host: 'db', caCertificate }))] })).toThrow(message);
    expect(() => new WaitFor(shop.node.findChild('Web'), 'Url', { targets: [WaitTarget.http('https://api/', { caCertificate })] })).toThrow(message);
  });

  test('fails when a command has a password in plain text', () => {
    const command = (words: string[], env?: { [name: string]: kplus.EnvValue }) => () => (
      new WaitFor(newDeployment(), 'Needs', { targets: [WaitTarget.command({ image: 'app:1', command: words, env })] }));
    expect(command(['ask'], { DB_PASSWORD: kplus.EnvValue.fromValue('x1') })).toThrow("'DB_PASSWORD' of 'shop/Web/Needs/command' has a password in plain text");
    expect(command(['ask', 'amqp://me:x1@queue'])).toThrow("word 2 of the command of 'shop/Web/Needs/command' has a password in plain text");
  });

  test('fails when a URL has a token in its query, without showing it', () => {
    expect(() => WaitTarget.http('https://api/?access_token=x1')).toThrow(/^url of host 'api' of a wait target has 'access_token' in its query, [^1]*$/);
  });

  test.each([
    ['a variable of the pattern is set', () => WaitTarget.command({ image: 'app:1', command: ['ask'], env: { WAIT_TIMEOUT: kplus.EnvValue.fromValue('5') } }), "'WAIT_TIMEOUT' of 'shop/Web/Needs/command' is set by the pattern"],
    ['a Redis user has no password', () => WaitTarget.redis({ host: 'cache', user: 'app' }), 'redis cache:6379 of a wait has a user without a password'],
    ['the file is the volume itself', () => WaitTarget.file(undefined as any, '/'), 'file "/" of a wait is not a path below its volume'],
  ])('fails when %s', (_, target, message) => {
    expect(() => new WaitFor(newDeployment(), 'Needs', { targets: [target()] })).toThrow(message);
  });

  test.each([['http://localhost:8080/', 8080], ['http://127.0.0.1', 80], ['https://[::1]/ready', 443]])('fails when a URL is the app itself: %s', (url, number) => {
    const web = newDeployment();
    new Sidecar(web, 'Api', { image: 'api:1', ports: [{ number }], sidecarMode: SidecarMode.CLASSIC });
    expect(() => new WaitFor(web, 'Needs', { targets: [WaitTarget.http(url)] })).toThrow("but container 'api' starts only after all init");
  });

  test('fails when a port is one of the pod that opens after the wait', () => {
    const web = newDeployment();
    new Sidecar(web, 'Proxy', { image: 'proxy:1', ports: [{ number: 6432 }], sidecarMode: SidecarMode.CLASSIC });
    expect(() => new WaitFor(web, 'Needs', { targets: [WaitTarget.database(Database.postgres({ host: 'localhost', port: 6432 }))] }))
      .toThrow("target 'postgres localhost:6432' of 'shop/Web/Needs/postgres' is in the pod itself, but container 'proxy' starts only after all init");
    expect(() => new WaitFor(web, 'Other', { targets: [WaitTarget.tcp({ port: 7000 })] })).not.toThrow();
  });
});
