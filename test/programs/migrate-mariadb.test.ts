import { kill, MARIADB, MariadbServer } from '../init/support/database-servers';
import { testSharedMigrations } from '../init/support/migrations-shared';
import { describePrograms } from '../support/programs';

describePrograms(MARIADB, 'migrate-mariadb.sh', (programs) => {
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
    server.write('2.sql', 'CREATE TABLE two (i INT);\nINSERT INTO two VALUES (SLEEP(4));\n');
    const { process: run, done } = server.start(['1.sql', '2.sql']);
    await server.executes('SLEEP(');
    const impatient = await server.run(['1.sql', '2.sql'], { MIGRATIONS_LOCK_TIMEOUT: '1' });
    expect(impatient.output).toMatch(/the lock of table .* was not free within 1 s: web-1 is at 2\.sql since 20/);
    kill(run);
    await done;
    const { status, output } = await server.run(['1.sql', '2.sql']);
    expect([status, output]).toEqual([1, expect.stringContaining('2.sql is incomplete')]);
    expect(server.told('CREATE TABLE two')).toBe('1');
    server.query(/UPDATE .*;/.exec(output)![0]);
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
  });

  test('goes on when it was killed in the middle of a file that changes no table', async () => {
    server.write('2.sql', "INSERT INTO one VALUES ('two');\nSELECT SLEEP(4);\n");
    const { process: run, done } = server.start(['1.sql', '2.sql']);
    await server.executes('SLEEP(');
    kill(run);
    await done;
    expect((await server.run(['1.sql', '2.sql'])).status).toBe(0);
    expect(rows()).toBe('2');
  });

  test('ends behind the file that it is at when it is told to', async () => {
    server.write('2.sql', 'CREATE TABLE two (i INT);\nINSERT INTO two VALUES (SLEEP(3));\n');
    server.write('3.sql', 'CREATE TABLE three (i INT);\n');
    const { process: run, done } = server.start(['1.sql', '2.sql', '3.sql']);
    await server.executes('SLEEP(');
    run.kill('SIGTERM');
    expect((await done).output).toContain('2.sql: applied\nmigrations failed: told to stop before 3.sql');
    expect(history()).toBe('1.sql\tapplied\n2.sql\tapplied');
  });

  test('stops at a ROLLBACK in a file', async () => {
    server.write('2.sql', "INSERT INTO one VALUES ('two');\nROLLBACK;\n");
    const { status, output } = await server.run(['1.sql', '2.sql']);
    expect([status, output]).toEqual([1, expect.stringContaining('2.sql has a ROLLBACK of its own')]);
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
