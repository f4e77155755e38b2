import { kill, POSTGRES, PostgresServer } from '../init/support/database-servers';
import { testSharedMigrations } from '../init/support/migrations-shared';
import { describePrograms } from '../support/programs';
import { until } from '../support/waiting';

describePrograms(POSTGRES, 'migrate-files.sh with psql', (programs) => {
  const server = new PostgresServer(programs);
  beforeAll(() => server.open());
  afterAll(() => server.close());
  beforeEach(() => {
    server.reset();
    server.write('1.sql', "CREATE TABLE one (name text);\nINSERT INTO one VALUES ('ü');\n");
    server.write('2.sql', 'SELECT pg_sleep(0.5);\nINSERT INTO one VALUES (current_user)');
  });
  const rows = () => server.query('SELECT count(*) FROM one;');
  const history = () => server.query('SELECT file, state FROM history ORDER BY file;');
  const locks = () => server.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory';");

  test('applies each file once, in the order given, and the last statement without semicolon too', async () => {
    expect(await server.run(['1.sql', '2.sql'])).toEqual({
      status: 0, output: '1.sql: begins\n1.sql: applied\n2.sql: begins\n\n2.sql: applied\nmigrations are complete\n',
    });
    expect(await server.run(['1.sql', '2.sql'])).toEqual({
      status: 0, output: '1.sql: was applied before\n2.sql: was applied before\nmigrations are complete\n',
    });
    expect(rows()).toBe('2');
    expect(server.query('SELECT name FROM one;')).toBe('ü\no\'n"e $x\\y #ü');
  });

  test('applies each file once when five start at the same time', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map((pod) => server.run(['1.sql', '2.sql'], { HOSTNAME: `web-${pod}` })));
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    expect(rows()).toBe('2');
    expect(outcomes.filter(({ output }) => output.includes('1.sql: applied\n'))).toHaveLength(1);
  });

  test('stops at the first file that fails, with file, line and message, and keeps nothing of it', async () => {
    server.write('2.sql', "INSERT INTO one VALUES ('two');\n\nINSERT INTO nobody VALUES (1);\n");
    server.write('3.sql', 'CREATE TABLE three (i int);\n');
    const { status, output } = await server.run(['1.sql', '2.sql', '3.sql']);
    expect(status).toBe(1);
    expect(output).toContain(`psql:${server.folder}/2.sql:3: ERROR:  relation "nobody" does not exist`);
    expect(history()).toBe('1.sql|applied');
    expect(rows()).toBe('1');
    server.write('2.sql', "INSERT INTO one VALUES ('two');\n");
    expect((await server.run(['1.sql', '2.sql', '3.sql'])).status).toBe(0);
    expect(rows()).toBe('2');
  });

  testSharedMigrations(server);

  test('goes on when it was killed in the middle, and leaves no lock', async () => {
    server.write('2.sql', "INSERT INTO one VALUES ('two');\nSELECT pg_sleep(60);\n");
    const { process: run, done } = server.start(['1.sql', '2.sql']);
    await server.executes('pg_sleep(60)');
    expect(locks()).toBe('1');
    kill(run);
    await done;
    await until('the lock is free', async () => locks() === '0');
    server.write('2.sql', "INSERT INTO one VALUES ('two');\n");
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(rows()).toBe('2');
  });

  test('ends at once when it is told to, and is bounded in its waiting', async () => {
    server.write('2.sql', 'SELECT pg_sleep(86400);\n');
    const { process: run, done } = server.start(['1.sql', '2.sql']);
    await server.executes('pg_sleep(86400)');
    const { status, output } = await server.run(['1.sql', '2.sql'], { MIGRATIONS_LOCK_TIMEOUT: '2' });
    expect([status, output]).toEqual([1, expect.stringMatching(
      /waiting for the lock of table 'history', which web-1 has\n[^]*the lock of table 'history' was not free within 2 s: web-1 has it/)]);
    run.kill('SIGTERM');
    expect((await done).status).toBe(143);
  });

  test('stops behind a file that commits by itself and did not come to its end, with the repair', async () => {
    server.write('2.sql', "COMMIT;\nCREATE INDEX CONCURRENTLY named ON one (name);\nINSERT INTO nobody VALUES ('two');\n");
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(1);
    const { status, output } = await server.run(['1.sql', '2.sql']);
    expect(status).toBe(1);
    expect(output).toContain('2.sql is incomplete');
    server.query(/UPDATE .*;/.exec(output)![0]);
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
  });

  test.each([
    ['a ROLLBACK', 'ROLLBACK;', 'ROLLBACK'],
    ['a ROLLBACK that begins again', 'ROLLBACK AND CHAIN;', 'ROLLBACK'],
    ['an ABORT, and is in a transaction again', 'ABORT; BEGIN;', 'ABORT'],
    ['a new connection', '\\connect postgres', String.raw`'\connect postgres'`],
    ['statements that it makes itself', "SELECT 'ROLLBACK' \\gexec", String.raw`'\gexec'`],
  ])('runs a file once that takes back its transaction by %s, and stops for good with the repair', async (_, end, risk) => {
    server.write('2.sql', `INSERT INTO one VALUES ('lost');\n${end}\nINSERT INTO one VALUES ('kept');\n`);
    const [first, second, third] = [await server.run(['1.sql', '2.sql']), await server.run(['1.sql', '2.sql']), await server.run(['1.sql', '2.sql'])];
    expect(first).toMatchObject({ status: 1, output: expect.stringContaining(`2.sql is incomplete: it has ${risk}, which took its transaction back`) });
    expect(second).toMatchObject({ status: 1, output: expect.stringContaining('2.sql is incomplete: it was started by web-1 at 20') });
    expect(server.query("SELECT name FROM one WHERE name <> 'ü';")).toBe('kept');
    server.query(/UPDATE .*;/.exec(third.output)![0]);
    expect(await server.run(['1.sql', '2.sql'])).toMatchObject({ status: 0 });
  });

  test('marks a file behind it that takes back its transaction in a way that nobody foresaw', async () => {
    server.write('2.sql', "SET standard_conforming_strings = off;\nINSERT INTO one VALUES ('it\\'s '); ROLLBACK; INSERT INTO one VALUES (current_user);\n");
    expect(await server.run(['1.sql', '2.sql'])).toMatchObject({ status: 1, output: expect.stringContaining('2.sql is incomplete: it takes its transaction back') });
    expect(await server.run(['1.sql', '2.sql'])).toMatchObject({ status: 1, output: expect.stringContaining('2.sql is incomplete: it was started') });
    expect(rows()).toBe('2');
  });

  test.each([
    ['commits and begins', "COMMIT; BEGIN; INSERT INTO one VALUES ('two'); END; BEGIN; INSERT INTO one VALUES ('three');"],
    ['goes back to a savepoint', "INSERT INTO one VALUES ('two'), ('three'); SAVEPOINT s; DELETE FROM one; ROLLBACK TO s;"],
    ['commits, and goes back behind that', "INSERT INTO one VALUES ('two'), ('three'); COMMIT; BEGIN; DELETE FROM one; ROLLBACK;"],
    ['releases all locks', "SELECT pg_advisory_unlock_all(); INSERT INTO one VALUES ('two'), ('three');"],
    ['connects again behind its end', "INSERT INTO one VALUES ('two'), ('three'); COMMIT;\n\\connect postgres\n"],
    ['is without an end', "\\set x 1\nINSERT INTO one VALUES ('two'), ('three')"],
  ])('applies a file that %s', async (_, text) => {
    server.write('2.sql', `${text}\n`);
    server.write('3.sql', 'SELECT 1;\n');
    expect(await server.run(['1.sql', '2.sql', '3.sql'])).toMatchObject({ status: 0 });
    expect([rows(), history()]).toEqual(['3', '1.sql|applied\n2.sql|applied\n3.sql|applied']);
  });

  test.each([
    ['a temporary table', 'CREATE TEMP TABLE one (name text);'],
    ['a role', 'CREATE ROLE other; GRANT ALL ON one TO other; SET ROLE other;'],
    ['a setting of the client', '\\set SINGLELINE on\n\\set ON_ERROR_STOP off\n\\set AUTOCOMMIT off\n\\o /dev/null'],
    ['a schema', 'CREATE SCHEMA other; SET search_path = other;'],
  ])('leaves nothing of %s to the next file', async (_, text) => {
    server.query('DROP SCHEMA IF EXISTS other CASCADE; DROP ROLE IF EXISTS other;');
    server.write('2.sql', `${text}\n`);
    server.write('3.sql', 'INSERT INTO one\nVALUES (current_user);\n');
    expect(await server.run(['1.sql', '2.sql', '3.sql'])).toMatchObject({ status: 0 });
    expect(server.query("SELECT name FROM one WHERE name <> 'ü';")).toBe('o\'n"e $x\\y #ü');
  });

  test('takes files of dumps, which empty the search path, and files with data', async () => {
    server.write('2.sql', "SELECT pg_catalog.set_config('search_path', '', false);\nCOPY public.one FROM stdin;\nfrom a dump\n\\.\n");
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(server.query('SELECT name FROM one;')).toContain('from a dump');
  });

  test('takes files that set variables of psql', async () => {
    server.write('2.sql', "\\set schema nobody\n\\set table nothing\n\\set file other\nINSERT INTO one VALUES (:'file');\n");
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(history()).toBe('1.sql|applied\n2.sql|applied');
  });

  test('says which file is missing, and why the server does not answer', async () => {
    expect((await server.run(['9.sql'])).output).toContain(`there is no file ${server.folder}/9.sql`);
    expect((await server.run(['1.sql'], { PGPASSWORD: 'wrong' })).output).toContain('password authentication failed');
  });

  test('await.sh changes nothing in the database', async () => {
    const { status, output } = await server.await(['1.sql'], 1).done;
    expect([status, output]).toEqual([1, expect.stringContaining('1.sql, number 1 of 1, is not applied')]);
    expect(server.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public';")).toBe('0');
  });
});
