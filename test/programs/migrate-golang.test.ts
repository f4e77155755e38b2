import { POSTGRES, PostgresServer } from '../init/support/database-servers';
import { describePrograms, required } from '../support/programs';
import { scriptFile } from '../support/scripts';

describePrograms([...POSTGRES, 'migrate'], 'golang-migrate', (programs) => {
  const server = new PostgresServer(programs);
  beforeAll(async () => {
    await server.open();
    server.query("CREATE ROLE app LOGIN PASSWORD 'secret';");
  });
  afterAll(() => server.close());
  beforeEach(() => {
    ['DROP DATABASE IF EXISTS shop WITH (FORCE);', 'ALTER ROLE app RESET ALL;', 'CREATE DATABASE shop OWNER app;'].forEach((sql) => server.query(sql));
    ['1_runs.up.sql', '2_own.up.sql', '3_last.up.sql'].forEach((file) => server.remove(file));
    server.write('1_runs.up.sql', 'CREATE TABLE public.runs (i int);');
  });
  const env = {
    ...process.env,
    PGHOST: '127.0.0.1',
    PGDATABASE: 'shop',
    PGUSER: 'app',
    PGPASSWORD: 'secret',
    PGSSLMODE: 'disable',
    MIGRATIONS_FOLDER: server.folder,
    MIGRATIONS_TABLE: 'history',
    MIGRATIONS_LOCK_TIMEOUT: '50',
  };
  const start = (script: string) => new Promise<{ status: number | null; output: string }>((resolve) => {
    const child = required('sh').start([scriptFile(script)], { detached: true, env: { ...env, PGPORT: String(server.port) } });
    let output = '';
    [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk) => output += chunk));
    child.on('close', (status) => resolve({ status, output }));
  });
  const query = (sql: string) => server.query(`\n\\connect -reuse-previous=on dbname=shop\n${sql}`);

  test.each([
    ['makes the schema of the user', 'CREATE SCHEMA IF NOT EXISTS app;'],
    ['changes the search path', 'CREATE SCHEMA IF NOT EXISTS other; ALTER ROLE app SET search_path = other;'],
  ])('applies each file once, with one history, where a file %s', async (_, sql) => {
    server.write('2_own.up.sql', `${sql} INSERT INTO public.runs VALUES (2);`);
    const outcomes = await Promise.all([1, 2, 3].map(() => start('migrate-golang.sh')));
    expect([...outcomes, await start('migrate-golang.sh')].map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(query('SELECT count(*) FROM public.runs;')).toBe('1');
    expect(query("SELECT schemaname FROM pg_tables WHERE tablename = 'history';")).toBe('public');
    expect(await start('applied-golang.sh')).toEqual({ status: 0, output: '' });
  });

  test('fails at a file that it would leave out, also in the pods that wait', async () => {
    server.write('3_last.up.sql', 'INSERT INTO public.runs VALUES (3);');
    expect(await start('migrate-golang.sh')).toMatchObject({ status: 0 });
    server.write('2_own.up.sql', 'INSERT INTO public.runs VALUES (2);');
    expect(await start('migrate-golang.sh')).toEqual({
      status: 1,
      output: 'migrations failed: 2_own.up.sql is not applied, and version 3 is, which is later:'
      + ' golang-migrate would leave it out. Give it a later number\n',
    });
    expect(await start('applied-golang.sh')).toEqual({ status: 1, output: '2_own.up.sql is not applied, and version 3 is, which is later\n' });
  });

  test('goes on after a repair, and lets the files before pass', async () => {
    server.write('2_own.up.sql', 'INSERT INTO nobody VALUES (2);');
    expect(await start('migrate-golang.sh')).toMatchObject({ status: 1, output: expect.stringContaining('version 2 is dirty') });
    query('UPDATE history SET version = 1, dirty = false;');
    server.write('2_own.up.sql', 'INSERT INTO runs VALUES (2);');
    expect(await start('migrate-golang.sh')).toMatchObject({ status: 0 });
    server.remove('2_own.up.sql');
    expect(await start('migrate-golang.sh')).toMatchObject({ status: 0, output: expect.stringContaining('version 2 is applied, which is later') });
  });
});
