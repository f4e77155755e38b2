import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { ConnectionPooling, PgBouncerOptions, AmbassadorProgram, Upstream, UpstreamOptions } from '../../src';
import { user } from '../ambassador/support/arbitrary';
import { LocalProxy } from '../ambassador/support/local-proxy';
import { render, Rendered, secretOf } from '../ambassador/support/render';
import { PASSWORD, POSTGRES, PostgresServer } from '../init/support/database-servers';
import { Authority } from '../support/certificates';
import { freePorts } from '../support/ports';
import { ChildProcess, describePrograms, testProgram } from '../support/programs';
import { eventually } from '../support/waiting';

const NOBODY = 65534;

/** A PostgreSQL whose users are made by the tests. */
class Database extends PostgresServer {
  public get listensOn(): number {
    return this.port;
  }

  public get folderOfData(): string {
    return this.data;
  }

  public addUser(name: string, password: string): void {
    this.query(`CREATE ROLE "${name.replace(/"/g, '""')}" LOGIN PASSWORD '${password.replace(/'/g, "''")}';`);
  }
}

describe('PgBouncer as an ambassador', () => {
  describePrograms([...POSTGRES, 'pgbouncer', 'pg_isready'], 'of a real server', ({ pgbouncer, pg_isready: isReady, ...programs }) => {
    const { psql } = programs;
    const database = new Database(programs);
    let proxy: LocalProxy;
    let local: number;
    let clients: ChildProcess[] = [];
    beforeAll(async () => {
      await database.open();
      database.addUser('all', PASSWORD);
    }, 60_000);
    afterAll(() => database.close());
    beforeEach(async () => { [local] = await freePorts(1); });
    afterEach(async () => {
      clients.splice(0).forEach((client) => client.kill('SIGKILL'));
      await proxy?.remove();
    });

    type MoreOptions = UpstreamOptions | ((chart: Chart) => UpstreamOptions);

    function rendered(options: Partial<PgBouncerOptions>, names: string[], upstream: MoreOptions = {}): Rendered {
      return render((chart) => ({
        upstreams: [Upstream.postgres({
          host: '127.0.0.1', port: database.listensOn, localPort: local, ...typeof upstream === 'function' ? upstream(chart) : upstream,
        })],
        program: AmbassadorProgram.pgBouncer({
          pooling: ConnectionPooling.TRANSACTION,
          users: names.map((name) => ({ user: name, password: { secret: secretOf(chart, 'orders'), key: 'password' } })),
          ...options,
        }),
      }));
    }

    async function start(
      options: Partial<PgBouncerOptions>, users: { [user: string]: string }, upstream: MoreOptions = {}, files = {},
    ): Promise<void> {
      const passwords = Object.fromEntries(Object.values(users).map((password, index) => [`PGBOUNCER_PASSWORD_${index + 1}`, password]));
      proxy = new LocalProxy(pgbouncer, rendered(options, Object.keys(users), upstream), passwords, files);
      await proxy.start(local, NOBODY);
    }

    const clientEnv = (name: string, password: string, more = {}) => ({
      ...process.env, PGHOST: '127.0.0.1', PGPORT: String(local), PGUSER: name, PGPASSWORD: password, PGDATABASE: 'postgres', PGSSLMODE: 'disable', PGCONNECT_TIMEOUT: '50', ...more,
    });
    const ask = (name: string, password: string, sql: string, more = {}) => {
      const { stdout, stderr } = psql.run(['-XAtq', '-c', sql], { env: clientEnv(name, password, more) });
      return (stdout + stderr).trim();
    };

    test('logs in to the server as the user of the client, whatever the name and the password have in them', async () => {
      const password = fc.oneof(
        fc.string({ unit: fc.constantFrom(...'a \'"\\$#{}%[]()&;,`ü*'), minLength: 1, maxLength: 30 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !/[\0\n\r]/.test(text)),
      );
      const names = [...new Set(fc.sample(user, 25))].filter((name) => Buffer.byteLength(name) <= 60 && !/^pg_/.test(name));
      const users: { [user: string]: string } = { quotes: '""a""b"' };
      names.forEach((name, index) => { users[`${name}${index}`] = fc.sample(password, 1)[0]; });
      Object.entries(users).forEach(([name, text]) => database.addUser(name, text));
      await start({}, { ...users, all: PASSWORD });
      for (const [name, text] of Object.entries(users)) {
        expect(ask(name, text, "SELECT 'I am ' || current_user || '.';")).toBe(`I am ${name}.`);
      }
      expect(ask('all', 'wrong', 'SELECT 1;')).toMatch(/authentication failed/);
      expect(proxy.output).not.toContain(PASSWORD);
      expect(fs.statSync(path.join(proxy.folder, 'run/ambassador/userlist.txt')).mode.toString(8)).toBe('100600');
    }, 60_000);

    test.each([
      [ConnectionPooling.SESSION, '5'],
      [ConnectionPooling.TRANSACTION, '0'],
    ])('keeps the settings of a session or not: %s', async (pooling, setting) => {
      database.query('DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN PASSWORD \'app\';');
      await start({ pooling, poolSize: 2 }, { app: 'app' });
      const holder = psql.start(['-XAtq'], { env: clientEnv('app', 'app') });
      clients.push(holder);
      let text = '';
      holder.stdout.on('data', (data) => { text += data; });
      holder.stdin.write('SET lock_timeout = 5;\n\\echo set\n');
      await eventually(() => text.includes('set'));
      // Another client takes the connection that is free, or a new one.
      const blocker = psql.start(['-XAtq'], { env: clientEnv('app', 'app') });
      clients.push(blocker);
      let begun = '';
      blocker.stdout.on('data', (data) => { begun += data; });
      blocker.stdin.write('BEGIN; SELECT 1;\n');
      await eventually(() => begun.includes('1'));
      holder.stdin.write("SELECT 'is ' || setting FROM pg_settings WHERE name = 'lock_timeout';\n");
      await eventually(() => text.includes(`is ${setting}`), () => text);
    });

    test.each(Object.values(ConnectionPooling))('refuses startup parameters that it cannot keep, or drops those that are named: %s', async (pooling) => {
      database.query('DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN PASSWORD \'app\';');
      const show = () => ask('app', 'app', 'SHOW search_path;', { PGOPTIONS: '-c search_path=tenant' });
      await start({ pooling }, { app: 'app' });
      expect(show()).toContain('unsupported startup parameter');
      await proxy.remove();
      await start({ pooling, ignoredStartupParameters: ['options', 'search_path'] }, { app: 'app' });
      expect(show()).toBe('"$user", public');
    });

    test('reports what it did at the interval that is set', async () => {
      database.query('DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN PASSWORD \'app\';');
      await start({ reportInterval: Duration.seconds(1) }, { app: 'app' });
      await eventually(() => {
        expect(ask('app', 'app', 'SELECT 1;')).toBe('1');
        return /stats: [1-9]\d* xacts\/s, [1-9]\d* queries\/s/.test(proxy.output);
      }, () => proxy.output);
    });

    test('has many clients share few connections to the server', async () => {
      database.query('DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN PASSWORD \'app\';');
      await start({ databases: ['postgres'] }, { app: 'app' }, { connectionPool: { maxConnections: 3 } });
      let done = 0;
      for (let number = 0; number < 20; number++) {
        const client = psql.start(['-XAtq', '-c', 'SELECT pg_sleep(0.1);'], { env: clientEnv('app', 'app') });
        client.on('exit', (code) => { done += code === 0 ? 1 : 0; });
        clients.push(client);
      }
      let most = 0;
      await eventually(() => {
        most = Math.max(most, Number(database.query("SELECT count(*) FROM pg_stat_activity WHERE usename = 'app';")));
        return done === 20;
      });
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(3);
    });

    test('leads to the databases that are named, and to no other', async () => {
      await start({ databases: ['postgres'] }, { all: PASSWORD });
      expect(ask('all', PASSWORD, 'SELECT 1;')).toBe('1');
      expect(ask('all', PASSWORD, 'SELECT 1;', { PGDATABASE: 'template1' })).toContain('no such database');
    });

    test('lets nobody into its console', async () => {
      await start({}, { all: PASSWORD });
      expect(ask('all', PASSWORD, 'SHOW USERS;', { PGDATABASE: 'pgbouncer' })).toMatch(/not allowed|no such database|rejected/);
    });

    test('refuses clients above the limit', async () => {
      await start({ maxClients: 1 }, { all: PASSWORD });
      clients.push(psql.start(['-XAtq', '-c', 'SELECT pg_sleep(600);'], { env: clientEnv('all', PASSWORD) }));
      await eventually(() => database.query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid();") === '1');
      await eventually(() => ask('all', PASSWORD, 'SELECT 1;').includes('no more connections allowed'));
    });

    test('ends a query that takes too long', async () => {
      await start({ queryTimeout: Duration.seconds(1) }, { all: PASSWORD });
      expect(ask('all', PASSWORD, 'SELECT pg_sleep(86400);')).toMatch(/query timeout/);
    });

    test('ends a transaction that does nothing', async () => {
      await start({ idleTransactionTimeout: Duration.seconds(1) }, { all: PASSWORD });
      const client = psql.start(['-XAtq'], { env: clientEnv('all', PASSWORD) });
      clients.push(client);
      let errors = '';
      client.stderr.on('data', (data) => { errors += data; });
      client.stdin.write('BEGIN; SELECT 1;\n');
      await eventually(() => proxy.output.includes('idle transaction timeout'), () => proxy.output);
      client.stdin.end('SELECT 2;\n');
      await eventually(() => errors.includes('idle transaction timeout'), () => errors);
    });

    testProgram('haproxy', 'tells a client that waits in vain, and goes on when the server is there', async (haproxy) => {
      const [away] = await freePorts(1);
      await start({ queryWaitTimeout: Duration.seconds(1) }, { all: PASSWORD }, { port: away });
      expect(ask('all', PASSWORD, 'SELECT 1;')).toMatch(/ERROR|FATAL/);
      proxy.write('relay.cfg', `listen x\n  mode tcp\n  timeout client 9s\n  timeout server 9s\n  timeout connect 9s\n  bind 127.0.0.1:${away}\n  server x 127.0.0.1:${database.listensOn}\n`);
      clients.push(haproxy.start(['-db', '-f', `${proxy.folder}/relay.cfg`], { stdio: 'ignore' }));
      await eventually(() => ask('all', PASSWORD, 'SELECT 1;') === '1');
    });

    test('is asked by pg_isready, without a connection to the server', async () => {
      const [away] = await freePorts(1);
      await start({ databases: ['orders'] }, { all: PASSWORD }, { port: away });
      const { startupProbe } = rendered({ databases: ['orders'] }, ['all']).container;
      const [program, ...args] = startupProbe.exec.command;
      expect([program, isReady.run(args).status]).toEqual(['pg_isready', 0]);
      expect(proxy.output).not.toContain('no such');
      await proxy.stop('SIGTERM');
      expect(isReady.run(args).status).not.toBe(0);
      expect(proxy.output).not.toMatch(/connect failed|cannot connect/);
    });

    test('starts with every configuration', async () => {
      const seconds = fc.integer({ min: 1, max: 100_000 }).map(Duration.seconds);
      const count = fc.integer({ min: 1, max: 1000 });
      const options = fc.record({
        pooling: fc.constantFrom(...Object.values(ConnectionPooling)),
        databases: fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/), { minLength: 1, maxLength: 4 }),
        poolSize: count,
        maxClients: count,
        queryTimeout: seconds,
        queryWaitTimeout: seconds,
        idleTransactionTimeout: seconds,
        serverLifetime: seconds,
        serverIdleTimeout: seconds,
      }, { requiredKeys: ['pooling'] });
      const timeouts = fc.record({ connect: fc.integer({ min: 1, max: 9000 }).map(Duration.millis), idle: seconds }, { requiredKeys: [] });
      for (const [some, times] of fc.sample(fc.tuple(options, timeouts), 12)) {
        await start(some, { all: PASSWORD }, { timeouts: times });
        await pause(50);
        expect(proxy.output).not.toMatch(/ERROR|WARNING|FATAL/);
        await proxy.remove();
      }
      await start({}, { all: PASSWORD });
    }, 60_000);

    describe('over TLS', () => {
      const authority = new Authority();
      beforeAll(async () => {
        const { cert, key } = authority.issue('localhost');
        const write = (name: string, text: string) => {
          const file = path.join(database.folderOfData, name);
          fs.writeFileSync(file, text, { mode: 0o600 });
          fs.chownSync(file, process.getuid!() === 0 ? NOBODY : process.getuid!(), -1);
        };
        write('server.crt', cert);
        write('server.key', key);
        write('root.crt', authority.cert);
        database.addUser('certified', 'certified');
        write('pg_hba.conf', 'local all all trust\nhostssl all certified all cert clientcert=verify-full\nhost all all all scram-sha-256\n');
        database.query("ALTER SYSTEM SET ssl_ca_file = 'root.crt';");
        database.query('ALTER SYSTEM SET ssl = on;');
        database.query('SELECT pg_reload_conf();');
        await eventually(() => database.query('SHOW ssl;') === 'on');
      });
      const ca = (chart: Chart) => ({ caCertificate: { secret: secretOf(chart, 'authority'), key: 'ca.crt' } });
      const overTls = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid();';

      test('verifies the certificate and the name', async () => {
        await start({}, { all: PASSWORD }, (chart) => ({ host: 'localhost', tls: ca(chart) }), { 'ca/0/ca.crt': authority.cert });
        expect(ask('all', PASSWORD, overTls)).toBe('t');
      });

      test('refuses a server whose certificate has another name', async () => {
        const host = '127.0.0.1';
        await start({ queryWaitTimeout: Duration.seconds(1) }, { all: PASSWORD }, (chart) => ({ host, tls: ca(chart) }), { 'ca/0/ca.crt': authority.cert });
        expect(ask('all', PASSWORD, overTls)).toMatch(/ERROR|FATAL/);
        await eventually(() => proxy.output.includes(`name \`${host}' not present in server certificate`), () => proxy.output);
      });

      test('shows its own certificate', async () => {
        const { cert, key } = authority.issue('certified');
        await start({}, { certified: 'certified' }, (chart) => ({
          host: 'localhost', tls: { ...ca(chart), clientCertificate: secretOf(chart, 'certificate') },
        }), { 'ca/0/ca.crt': authority.cert, 'certificate/0/tls.crt': cert, 'certificate/0/tls.crt.key': key });
        expect(ask('certified', 'certified', overTls)).toBe('t');
      });
    });
  });
});
