import { kill, MARIADB, MariadbServer } from '../init/support/database-servers';
import { testSharedMigrations } from '../init/support/migrations-shared';
import { describePrograms } from '../support/programs';

describePrograms(MARIADB, "migrate-files.sh with MariaDB's client", (programs) => {
  const server = new MariadbServer(programs);
  beforeAll(() => server.open());
  afterAll(() => server.close());
  beforeEach(() => {
    server.reset();
    server.write('1.sql', "CREATE TABLE one (name TEXT) DEFAULT CHARSET utf8mb4;\nINSERT INTO one VALUES ('ü');\n");
    server.write('2.sql', "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nINSERT INTO one SELECT CONCAT('two', SLEEP(0.5))");
  });
  const rows = () => server.query('SELECT COUNT(*) FROM testdb.one;');
  const history = () => server.query('SELECT file, state FROM testdb.history ORDER BY file;');

  test('applies each file once, in the order given, and the last statement without delimiter too', async () => {
    expect(await server.run(['1.sql', '2.sql'])).toEqual({
      status: 0, output: '1.sql: begins\n1.sql: applied\n2.sql: begins\n2.sql: applied\nmigrations are complete\n',
    });
    expect(await server.run(['1.sql', '2.sql'])).toEqual({
      status: 0, output: '1.sql: was applied before\n2.sql: was applied before\nmigrations are complete\n',
    });
    expect(server.query('SELECT name FROM testdb.one;')).toBe('ü\ntwo0');
  });

  test('applies each file once when five start at the same time', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map((pod) => server.run(['1.sql', '2.sql'], { HOSTNAME: `web-${pod}` })));
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    expect([rows(), server.told('CREATE TABLE one'), server.told('CREATE PROCEDURE p')]).toEqual(['2', '1', '1']);
    expect(outcomes.filter(({ output }) => output.includes('1.sql: begins'))).toHaveLength(1);
  });

  test('stops at the first file that fails, with file, line and message, and keeps nothing of it if it changed no table', async () => {
    server.write('2.sql', "INSERT INTO one VALUES ('two');\n\nINSERT INTO nobody VALUES (1);\n");
    server.write('3.sql', 'CREATE TABLE three (i INT);\n');
    const { status, output } = await server.run(['1.sql', '2.sql', '3.sql']);
    expect(status).toBe(1);
    expect(output).toContain(`ERROR 1146 (42S02) at line 3 in file: '${server.folder}/2.sql': Table 'testdb.nobody' doesn't exist`);
    expect(history()).toBe('1.sql\tapplied');
    expect(rows()).toBe('1');
    server.write('2.sql', "INSERT INTO one VALUES ('two');\n");
    expect((await server.run(['1.sql', '2.sql', '3.sql'])).status).toBe(0);
    expect(rows()).toBe('2');
  });

  test('stops for good behind a file that failed after a change of a table, with the repair', async () => {
    server.write('2.sql', 'ALTER TABLE one ADD age INT;\nINSERT INTO nobody VALUES (1);\n');
    const first = await server.run(['1.sql', '2.sql']);
    expect([first.status, first.output]).toEqual([1, expect.stringMatching(/at line 2 in file.*\n[^]*2\.sql is incomplete/)]);
    const { output } = await server.run(['1.sql', '2.sql']);
    expect(output).toContain('2.sql is incomplete: it was started by web-1 at 20');
    expect(server.told('ALTER TABLE one')).toBe('1');
    server.query(/DELETE [^;]*;/.exec(output)![0]);
    server.write('2.sql', 'ALTER TABLE one ADD size INT;\n');
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
  });

  testSharedMigrations(server);

  test('stops when it was killed in the middle of a file that changed a table, and waits while the server is still at it', async () => {
    server.write('2.sql', "CREATE TABLE two (i INT);\nINSERT INTO two VALUES (GET_LOCK('gate', 600));\n");
    await server.closeGate();
    const { process: run, done } = server.start(['1.sql', '2.sql']);
    await server.executes("GET_LOCK('gate'");
    const impatient = await server.run(['1.sql', '2.sql'], { MIGRATIONS_LOCK_TIMEOUT: '1' });
    expect(impatient.output).toMatch(/the lock of table 'history' was not free within 1 s: connection \d+ from localhost:\d+ has it/);
    kill(run);
    await done;
    server.openGate();
    const { status, output } = await server.run(['1.sql', '2.sql']);
    expect([status, output]).toEqual([1, expect.stringContaining('2.sql is incomplete')]);
    expect(server.told('CREATE TABLE two')).toBe('1');
    server.query(/UPDATE .*;/.exec(output)![0]);
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
  });

  test('goes on when it was killed in the middle of a file that changes no table', async () => {
    server.write('2.sql', "INSERT INTO one VALUES ('two');\nSELECT GET_LOCK('gate', 600);\n");
    await server.closeGate();
    const { process: run, done } = server.start(['1.sql', '2.sql']);
    await server.executes("GET_LOCK('gate'");
    kill(run);
    await done;
    server.openGate();
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(rows()).toBe('2');
  });

  test('ends behind the file that it is at when it is told to', async () => {
    server.write('2.sql', "CREATE TABLE two (i INT);\nINSERT INTO two VALUES (GET_LOCK('gate', 600));\n");
    server.write('3.sql', 'CREATE TABLE three (i INT);\n');
    await server.closeGate();
    const { process: run, done } = server.start(['1.sql', '2.sql', '3.sql']);
    await server.executes("GET_LOCK('gate'");
    run.kill('SIGTERM');
    server.openGate();
    expect((await done).output).toContain('2.sql: applied\nmigrations failed: received SIGTERM before 3.sql');
    expect(history()).toBe('1.sql\tapplied\n2.sql\tapplied');
  });

  test.each([
    ['a ROLLBACK', 'ROLLBACK;', 'ROLLBACK'],
    ['a procedure', 'CALL back();', 'CALL'],
    ['a statement that it makes', "EXECUTE IMMEDIATE 'ROLLBACK';", 'EXECUTE'],
    ['a new connection', 'connect testdb;', "'connect'"],
  ])('runs a file once that takes back its transaction by %s, and stops for good with the repair', async (_, back, risk) => {
    server.write('1.sql', 'CREATE TABLE one (name TEXT);\nDELIMITER //\nCREATE PROCEDURE back() BEGIN ROLLBACK; END//\n');
    server.write('2.sql', `INSERT INTO one VALUES ('lost');\n${back}\nINSERT INTO one VALUES ('kept');\n`);
    const [first, second, third] = [await server.run(['1.sql', '2.sql']), await server.run(['1.sql', '2.sql']), await server.run(['1.sql', '2.sql'])];
    expect(first).toMatchObject({ status: 1, output: expect.stringContaining(`2.sql is incomplete: it has ${risk}, which took its transaction back`) });
    expect(second).toMatchObject({ status: 1, output: expect.stringContaining('2.sql is incomplete: it was started by web-1 at 20') });
    expect(server.query('SELECT name FROM testdb.one;')).toBe('kept');
    server.query(/UPDATE .*;/.exec(third.output)![0]);
    expect(await server.run(['1.sql', '2.sql'])).toMatchObject({ status: 0 });
  });

  test.each([
    ['goes back to a savepoint', "INSERT INTO one VALUES ('two'); SAVEPOINT s; DELETE FROM one; ROLLBACK TO s;"],
    ['commits, and goes back behind that', "INSERT INTO one VALUES ('two'); COMMIT; START TRANSACTION; DELETE FROM one; ROLLBACK;"],
    ['calls a procedure', "INSERT INTO one VALUES ('two'); CALL nothing();"],
    ['was written by mariadb-dump', "/*M!999999\\- enable the sandbox mode */ \nINSERT INTO one VALUES ('two');"],
  ])('applies a file that %s', async (_, text) => {
    server.write('1.sql', "CREATE TABLE one (name TEXT); INSERT INTO one VALUES ('one'); CREATE PROCEDURE nothing() BEGIN END;\n");
    server.write('2.sql', `${text}\n`);
    expect(await server.run(['1.sql', '2.sql'])).toMatchObject({ status: 0 });
    expect([rows(), history()]).toEqual(['2', '1.sql\tapplied\n2.sql\tapplied']);
  });

  test('keeps the comments of routines, and fails at a comment that is not closed', async () => {
    server.write('1.sql', 'DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  -- why this is done\n  SELECT /*+ hint */ 1; # so\nEND//\n');
    server.write('2.sql', '/* switched off:\nCREATE TABLE two (i INT);\n');
    const { status, output } = await server.run(['1.sql', '2.sql']);
    expect([status, output]).toEqual([1, expect.stringContaining('nothing of 2.sql was kept')]);
    expect(server.query("SELECT routine_definition FROM information_schema.routines WHERE routine_schema = 'testdb';"))
      .toBe('BEGIN\\n  -- why this is done\\n  SELECT /*+ hint */ 1; # so\\nEND');
  });

  test('writes nothing where nothing is to be applied', async () => {
    await server.run(['1.sql']);
    server.query('CREATE OR REPLACE USER reader IDENTIFIED BY \'secret\'; GRANT SELECT ON testdb.* TO reader; SET GLOBAL read_only = 1;');
    const reader = { DB_USER: 'reader', MYSQL_PWD: 'secret' };
    const outcomes = [await server.run(['1.sql'], reader), await server.run(['1.sql', '2.sql'], reader)];
    server.query('SET GLOBAL read_only = 0;');
    expect(outcomes).toMatchObject([{ status: 0 }, { status: 1, output: expect.stringContaining('read-only') }]);
  });

  test('says for whom it waits, and ends at once when it is told to', async () => {
    server.write('1.sql', 'CREATE TABLE slow (i INT);\nSELECT SLEEP(60);\n');
    const slow = server.start(['1.sql']);
    await server.executes('SLEEP(');
    const waiting = server.start(['1.sql'], { MIGRATIONS_LOCK_TIMEOUT: '600' });
    await waiting.says('waiting');
    waiting.process.kill('SIGTERM');
    expect(await waiting.done).toMatchObject({
      status: 1,
      output: expect.stringMatching(
        /^waiting for the lock of table 'history', which connection \d+ from localhost:\d+ has\nmigrations failed: told to stop\n$/),
    });
    expect(slow.process.exitCode).toBeNull();
  });

  test('keeps its history where a file changes the database', async () => {
    server.write('2.sql', 'CREATE DATABASE IF NOT EXISTS other;\nUSE other;\nSET autocommit = 0;\n');
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(history()).toBe('1.sql\tapplied\n2.sql\tapplied');
  });

  test('keeps its history where a file leaves a table locked', async () => {
    server.write('2.sql', "LOCK TABLES one WRITE;\nINSERT INTO one VALUES ('two');\n");
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(history()).toBe('1.sql\tapplied\n2.sql\tapplied');
  });

  test('says which file is missing, and why the server does not answer', async () => {
    expect((await server.run(['9.sql'])).output).toContain(`there is no file ${server.folder}/9.sql`);
    expect((await server.run(['1.sql'], { MYSQL_PWD: 'wrong' })).output).toContain('Access denied');
  });

  test('await.sh says that a file has begun that is not complete', async () => {
    server.write('1.sql', 'CREATE TABLE slow (i INT);\nSELECT SLEEP(30);\n');
    const { process: run } = server.start(['1.sql']);
    await server.executes('SLEEP(');
    const { output } = await server.await(['1.sql'], 1).done;
    kill(run);
    expect(output).toContain('1.sql has begun, and is not complete');
  });
});
