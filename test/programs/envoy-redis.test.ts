import { ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import * as net from 'node:net';
import { promisify } from 'node:util';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { RedisUpstreamOptions, Upstream } from '../../src';
import { ENVOY, RunningEnvoy } from '../ambassador/support/envoy';
import { freePorts, listening, portOf, until } from '../ambassador/support/servers';
import { skipped } from '../support/skipped';

const REDIS = !spawnSync('redis-server', ['--version']).error;
if (!ENVOY) {
  skipped('envoy');
} else if (!REDIS) {
  skipped('redis-server');
}

/** That of the test, with everything that shells and configurations take for something else. */
const PASSWORD = 'a\'b"c$d\\e';

let port: number;
let envoy: RunningEnvoy | undefined;
let servers: ChildProcess[] = [];

/** A Redis with a password, and another user `me` with the same one. */
async function redis(at: number): Promise<ChildProcess> {
  const child = spawn('redis-server', ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const quoted = PASSWORD.replace(/[\\"]/g, '\\$&');
  child.stdin.end(`port ${at}\nbind 127.0.0.1\nsave ""\nrequirepass "${quoted}"\nuser me on "+@all" "~*" ">${quoted}"\n`);
  servers.push(child);
  await until('Redis answers', async () => (await command(at, ['PING'])).includes('NOAUTH'));
  return child;
}

async function command(at: number, args: string[]): Promise<string> {
  return (await promisify(execFile)('redis-cli', ['-p', String(at), ...args])).stdout.trim();
}

const ask = (...args: string[]) => command(port, args);

async function ambassador(options: RedisUpstreamOptions, login = true): Promise<void> {
  [port] = await freePorts(1);
  envoy = await RunningEnvoy.start((chart) => [Upstream.redis({
    name: 'cache',
    localPort: port,
    password: login ? { secret: kplus.Secret.fromSecretName(chart, 'Password', 'cache'), key: 'password' } : undefined,
    ...options,
  })]);
}

afterEach(async () => {
  await envoy?.stop();
  servers.forEach((server) => server.kill('SIGKILL'));
  [envoy, servers] = [undefined, []];
});

(ENVOY && REDIS ? describe : describe.skip)('Envoy as an ambassador of Redis', () => {
  test.each([undefined, 'me'])('logs in as %s, so that the app need not, and finds a server that restarts', async (user) => {
    const [at] = await freePorts(1);
    const server = await redis(at);
    await ambassador({ host: '127.0.0.1', port: at, user });
    expect(await ask('SET', 'key', 'a b')).toBe('OK');
    expect(await ask('GET', 'key')).toBe('a b');
    server.kill('SIGKILL');
    await until('it is gone', async () => (await ask('GET', 'key')).includes('upstream failure'));
    await redis(at);
    await until('it is found', async () => await ask('SET', 'key', 'new') === 'OK');
    expect(await (await envoy!.health('/metrics')).text()).not.toContain('redis_command');
    expect(envoy!.log()).toBe('');
  });

  test('says when the password is wrong', async () => {
    const [at] = await freePorts(1);
    await redis(at);
    await ambassador({ host: '127.0.0.1', port: at }, false);
    expect(await ask('GET', 'key')).toContain('NOAUTH');
  });

  test('finds each value on the same one of several servers', async () => {
    const ports = await freePorts(2);
    await Promise.all(ports.map(redis));
    await ambassador({ addresses: ports.map((at) => ({ host: '127.0.0.1', port: at })), healthCheck: { interval: Duration.millis(100) } });
    const keys = Array.from({ length: 15 }, (_, i) => `key ${i}`);
    for (const key of keys) {
      expect(await ask('SET', key, `value of ${key}`)).toBe('OK');
    }
    for (const key of keys) {
      expect(await ask('GET', key)).toBe(`value of ${key}`);
    }
    const own = await Promise.all(ports.map((at) => command(at, ['-a', PASSWORD, '--no-auth-warning', 'DBSIZE'])));
    expect(own.map(Number).every((count) => count > 0)).toBe(true);
    expect(own.map(Number).reduce((sum, count) => sum + count)).toBe(15);
  });

  test('leaves out a server that fails, while checks say so', async () => {
    const [at, closed] = await freePorts(2);
    await redis(at);
    await ambassador({
      addresses: [{ host: '127.0.0.1', port: at }, { host: '127.0.0.1', port: closed }],
      healthCheck: { interval: Duration.millis(100), failures: 1, successes: 1 },
    });
    for (let i = 0; i < 10; i++) {
      expect(await ask('SET', `key ${i}`, 'x')).toBe('OK');
    }
    expect(await envoy!.metric('envoy_cluster_membership_healthy', '"cache"')).toBe(1);
  });

  test('leaves out a server that fails, as seen by commands', async () => {
    const [closed] = await freePorts(1);
    await ambassador({ host: '127.0.0.1', port: closed, outlierDetection: { consecutiveFailures: 2 } });
    await until('it is left out', async () => (await ask('GET', 'x')).includes('no upstream host'));
    expect(await envoy!.metric('envoy_cluster_outlier_detection_ejections_active', '"cache"')).toBe(1);
  });

  test('cuts off a command that takes too long', async () => {
    const silent = await listening(net.createServer((socket) => socket.on('error', () => {})));
    await ambassador({ host: '127.0.0.1', port: portOf(silent), timeouts: { request: Duration.millis(300) } }, false);
    const start = Date.now();
    expect(await ask('GET', 'x')).toContain('upstream failure');
    expect(Date.now() - start).toBeLessThan(2000);
    expect(await envoy!.metric('envoy_cluster_upstream_rq_timeout', '"cache"')).toBe(1);
    await envoy!.stop();
    silent.close();
    envoy = undefined;
  });
});
