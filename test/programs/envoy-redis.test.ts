import { once } from 'node:events';
import * as net from 'node:net';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AccessLog, EnvoyOptions, RedisUpstreamOptions, Upstream } from '../../src';
import { RunningEnvoy } from '../ambassador/support/envoy';
import { listening, portOf } from '../ambassador/support/servers';
import { freePorts } from '../support/ports';
import { ChildProcess, describePrograms, stop } from '../support/programs';
import { until } from '../support/waiting';

describePrograms(['envoy', 'redis-cli', 'redis-server'], 'Envoy as an ambassador of Redis', (programs) => {
  /** That of the test, with everything that shells and configurations take for something else. */
  const PASSWORD = 'a\'b"c$d\\e';

  let port: number;
  let envoy: RunningEnvoy | undefined;
  let servers: ChildProcess[] = [];

  /** A Redis with a password, and another user `me` with the same one. */
  async function redis(at: number): Promise<ChildProcess> {
    const child = programs['redis-server'].start(['-']);
    const quoted = PASSWORD.replace(/[\\"]/g, '\\$&');
    child.stdin.end(`port ${at}\nbind 127.0.0.1\nsave ""\nrequirepass "${quoted}"\nuser me on "+@all" "~*" ">${quoted}"\n`);
    servers.push(child);
    await until('Redis answers', async () => (await command(at, ['PING'])).includes('NOAUTH'));
    return child;
  }

  /** A connection that stays, as clients have it: each command gets an answer, as it comes. */
  class RedisConnection {
    public static async open(at: number): Promise<RedisConnection> {
      const socket = net.connect(at, '127.0.0.1');
      await once(socket, 'connect');
      connections.push(socket);
      return new RedisConnection(socket);
    }

    private constructor(private readonly socket: net.Socket) {}

    public async ask(text: string): Promise<string> {
      const words = text.split(' ');
      this.socket.write(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
      return String((await once(this.socket, 'data'))[0]);
    }

    public async askAll(...commands: string[]): Promise<string[]> {
      const answers = [];
      for (const text of commands) {
        answers.push(await this.ask(text));
      }
      return answers;
    }
  }

  const connections: net.Socket[] = [];

  async function command(at: number, args: string[]): Promise<string> {
    return programs['redis-cli'].output(['-p', String(at), ...args]).trim();
  }

  const ask = (...args: string[]) => command(port, args);

  async function ambassador(options: RedisUpstreamOptions, login = true, envoyOptions: EnvoyOptions = {}): Promise<void> {
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(programs.envoy, (chart) => [Upstream.redis({
      name: 'cache',
      localPort: port,
      password: login ? { secret: kplus.Secret.fromSecretName(chart, 'Password', 'cache'), key: 'password' } : undefined,
      ...options,
    })], envoyOptions);
  }

  function hangUp(): void {
    connections.splice(0).forEach((socket) => socket.destroy());
  }

  async function close(): Promise<void> {
    hangUp();
    await envoy?.stop();
    await Promise.all(servers.map((server) => stop(server, 'SIGKILL')));
    [envoy, servers] = [undefined, []];
  }

  describe('with servers of the test', () => {
    afterEach(close);

    test.each([undefined, 'me'])('logs in as %s, so that the app need not, and finds a server that restarts', async (user) => {
      const [at] = await freePorts(1);
      const server = await redis(at);
      await ambassador({ host: '127.0.0.1', port: at, user });
      expect(await ask('SET', 'key', 'a b')).toBe('OK');
      expect(await ask('GET', 'key')).toBe('a b');
      await stop(server, 'SIGKILL');
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

    test('writes a line for each client, and what came in at intervals, without what was asked', async () => {
      const [at] = await freePorts(1);
      await redis(at);
      await ambassador({ host: '127.0.0.1', port: at }, true, { accessLog: AccessLog.stdout(), reportInterval: Duration.seconds(1) });
      expect(await ask('SET', 'secret', 'value')).toBe('OK');
      expect(await ask('GET', 'secret')).toBe('value');
      const lines = () => envoy!.log().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
      await until('both clients are written', async () => lines().filter(({ event }) => event).length === 2, () => envoy!.log());
      expect(lines().filter(({ event }) => event)[0]).toMatchObject({ event: 'TcpConnectionEnd', peer: '127.0.0.1', upstream: 'cache', flags: '-' });
      const sum = (figure: string) => lines().reduce((all, { upstreams }) => all + (upstreams?.cache[figure] ?? 0), 0);
      await until('both commands are reported', async () => sum('requests') === 2, () => envoy!.log());
      expect(sum('connections')).toBe(2);
      expect(envoy!.log()).not.toMatch(/secret|value/);
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
      expect(await ask('GET', 'x')).toContain('upstream failure');
      expect(await envoy!.metric('envoy_cluster_upstream_rq_timeout', '"cache"')).toBe(1);
      await envoy!.stop();
      silent.close();
      envoy = undefined;
    });
  });

  describe('whose clients share a connection to the server', () => {
    beforeAll(async () => {
      const [at] = await freePorts(1);
      await redis(at);
      await ambassador({ host: '127.0.0.1', port: at });
    });
    afterEach(hangUp);
    afterAll(close);

    test.each([3, 0])('refuses SELECT %d, so that no client moves the others to another database', async (database) => {
      const [one, other] = [await RedisConnection.open(port), await RedisConnection.open(port)];
      expect(await other.ask('SET mine 1')).toBe('+OK\r\n');
      expect(await one.ask(`SELECT ${database}`)).toBe('-Fault Injected: Error\r\n');
      expect(await one.askAll('MULTI', 'select 3', 'EXEC')).toEqual(['+OK\r\n', '-Fault Injected: Error\r\n', '*0\r\n']);
      expect(await one.ask('EVAL return(redis.call("select",3)) 1 mine')).toBe('+OK\r\n');
      expect(await one.ask('GET mine')).toBe('$1\r\n1\r\n');
      expect(await other.ask('GET mine')).toBe('$1\r\n1\r\n');
    });

    test('refuses WATCH, which would not notice what other clients write', async () => {
      expect(await (await RedisConnection.open(port)).ask('WATCH mine')).toBe('-Fault Injected: Error\r\n');
    });

    test('keeps transactions apart, and those that are broken off', async () => {
      const [one, other, third] = [await RedisConnection.open(port), await RedisConnection.open(port), await RedisConnection.open(port)];
      expect(await one.askAll('MULTI', 'SET mine 1')).toEqual(['+OK\r\n', '+QUEUED\r\n']);
      expect(await third.askAll('MULTI', 'SET mine 3')).toEqual(['+OK\r\n', '+QUEUED\r\n']);
      connections[2].destroy();
      expect(await other.askAll('SET mine 2', 'GET mine')).toEqual(['+OK\r\n', '$1\r\n2\r\n']);
      expect(await one.askAll('INCR mine', 'EXEC')).toEqual(['+QUEUED\r\n', '*2\r\n+OK\r\n:2\r\n']);
      expect(await one.askAll('MULTI', 'SET mine 9', 'DISCARD', 'GET mine')).toEqual(['+OK\r\n', '+QUEUED\r\n', '+OK\r\n', '$1\r\n2\r\n']);
    });

    const UNKNOWN = /^-ERR unknown command/;
    const NO_SUBCOMMAND = /^-ERR CLIENT subcommand '.*' is not supported by the proxy/;

    test.each<[string, RegExp]>([
      ['HELLO 3', /^-NOPROTO unsupported protocol version/], ['AUTH secret', /^-ERR Client sent AUTH, but no password is set/],
      ['AUTH me secret', /^-ERR Client sent AUTH, but no username-password pair is set/], ['HELLO 2 AUTH me secret', /^-/],
      ['SUBSCRIBE news', UNKNOWN], ['PSUBSCRIBE news*', UNKNOWN], ['SSUBSCRIBE news', UNKNOWN], ['MONITOR', UNKNOWN], ['RESET', UNKNOWN],
      ['BLPOP list 1', UNKNOWN], ['XREAD BLOCK 10 STREAMS list 0', UNKNOWN], ['WAIT 0 0', UNKNOWN], ['DBSIZE', UNKNOWN], ['SWAPDB 0 1', UNKNOWN],
      ['MOVE key 1', UNKNOWN], ['COMMAND', UNKNOWN], ['JSON.GET key', UNKNOWN], ['FCALL f 0', UNKNOWN],
      ['CLIENT REPLY OFF', NO_SUBCOMMAND], ['CLIENT TRACKING ON', NO_SUBCOMMAND], ['CLIENT ID', NO_SUBCOMMAND], ['CLIENT NO-EVICT ON', NO_SUBCOMMAND],
    ])('refuses %s, and the connection goes on', async (text, answer) => {
      const client = await RedisConnection.open(port);
      expect(await client.ask(text)).toMatch(answer);
      expect(await client.ask('SET key 1')).toBe('+OK\r\n');
    });

    // What redis-py 8 and node-redis 6 send when they connect with `protocol=2`, `RESP: 2`.
    test.each(['redis-py', 'node-redis'])('takes %s, which speaks RESP2', async (library) => {
      const client = await RedisConnection.open(port);
      expect(await client.askAll(`CLIENT SETINFO LIB-NAME ${library}`, 'CLIENT SETINFO LIB-VER 8.1.0', 'SET key a', 'MULTI', 'GET key', 'EXEC'))
        .toEqual(['+OK\r\n', '+OK\r\n', '+OK\r\n', '+OK\r\n', '+QUEUED\r\n', '*1\r\n$1\r\na\r\n']);
    });

    test('tells a client that insists on RESP3 to use RESP2', async () => {
      const { stdout, stderr } = programs['redis-cli'].run(['-3', '-p', String(port), 'GET', 'key']);
      expect(stdout + stderr).toContain('NOPROTO unsupported protocol version');
    });

    describe('and whose server is away', () => {
      beforeAll(() => Promise.all(servers.map((server) => stop(server, 'SIGKILL'))));

      test.each<[string, RegExp]>([
        ['PING', /^\+PONG/], ['ECHO hello', /^\$5\r\nhello/], ['TIME', /^\*2\r\n/], ['QUIT', /^\+OK/],
        ['HELLO 2', /envoy-redis-proxy/], ['CLIENT SETINFO LIB-NAME redis-py', /^\+OK/], ['CLIENT SETNAME web', /^\+OK/],
      ])('answers %s by itself', async (text, answer) => {
        expect(await (await RedisConnection.open(port)).ask(text)).toMatch(answer);
      });
    });
  });
});
