import { POSTGRES, PostgresServer } from '../init/support/database-servers';
import { describePrograms } from '../support/programs';

describePrograms(POSTGRES, 'the history of migrate-files.sh in PostgreSQL', (programs) => {
  const server = new PostgresServer(programs);
  beforeAll(() => server.open());
  afterAll(() => server.close());
  beforeEach(() => {
    ['DROP DATABASE IF EXISTS shop WITH (FORCE);', 'DROP ROLE IF EXISTS app;', 'DROP ROLE IF EXISTS owner;'].forEach((sql) => server.query(sql));
    server.query("CREATE ROLE owner; CREATE ROLE app LOGIN PASSWORD 'secret' IN ROLE owner;");
    server.query('CREATE DATABASE shop OWNER app;');
    server.write('1.sql', 'CREATE TABLE public.runs (file text);\n');
  });
  const app = { PGDATABASE: 'shop', PGUSER: 'app', PGPASSWORD: 'secret' };
  const run = (files: string[], env = {}) => server.run(files, { ...app, ...env });
  const query = (sql: string) => server.query(`\n\\connect -reuse-previous=on dbname=shop\n${sql}`);
  const runs = () => query('SELECT string_agg(file, \',\') FROM public.runs;');
  const tables = () => query("SELECT schemaname FROM pg_tables WHERE tablename = 'history';");
  const insert = (file: string) => `INSERT INTO public.runs VALUES ('${file}');\n`;

  test.each([
    ['makes the schema that the search path begins with', 'CREATE SCHEMA IF NOT EXISTS app;'],
    ['changes the search path of the user', 'CREATE SCHEMA IF NOT EXISTS other; ALTER ROLE app SET search_path = other;'],
    ['changes the search path of the database', 'CREATE SCHEMA IF NOT EXISTS other; ALTER DATABASE shop SET search_path = other;'],
    ['empties the search path of the user', "ALTER ROLE app SET search_path = '';"],
    ['changes the role of the user', 'GRANT ALL ON public.runs TO owner; ALTER ROLE app SET role = owner;'],
    ['changes the role of the session', 'GRANT ALL ON public.runs TO owner; SET ROLE owner;'],
    ['hides the history', 'CREATE TEMP TABLE history (file text, checksum text, state text, pod text, started timestamptz);'],
    ['makes another table of its name', 'CREATE SCHEMA app; CREATE TABLE app.history (file text);'],
    ['leaves checks to the end', 'CREATE TABLE public.child (id int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO public.child VALUES (1); SET LOCAL search_path = pg_catalog;'],
  ])('is one where a file %s', async (_, sql) => {
    server.write('2.sql', `${sql}\n${insert('2')}`);
    server.write('3.sql', insert('3'));
    const outcomes = await Promise.all([1, 2, 3].map((pod) => run(['1.sql', '2.sql'], { HOSTNAME: `web-${pod}` })));
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(await run(['1.sql', '2.sql', '3.sql'])).toMatchObject({ status: 0, output: expect.stringContaining('2.sql: was applied before\n3.sql: begins') });
    expect(runs()).toBe('2,3');
    expect(tables().split('\n')).toContain('public');
    expect(await server.await(['1.sql', '2.sql', '3.sql'], 50, app).done).toMatchObject({ status: 0 });
  });

  test('is found in any schema of the search path, as versions before have made it in the first one', async () => {
    query('CREATE SCHEMA app AUTHORIZATION app;');
    await run(['1.sql']);
    expect(tables()).toBe('app');
    query('CREATE SCHEMA first AUTHORIZATION app; ALTER ROLE app SET search_path = first, app;');
    expect((await run(['1.sql'])).output).toContain('1.sql: was applied before');
  });

  test('is another one where the connection brings another search path', async () => {
    query('CREATE SCHEMA one AUTHORIZATION app; CREATE SCHEMA two AUTHORIZATION app;');
    server.write('1.sql', 'CREATE TABLE own (i int);\n');
    for (const schema of ['one', 'two']) {
      expect(await run(['1.sql'], { PGOPTIONS: `-c search_path=${schema}` })).toMatchObject({ status: 0, output: expect.stringContaining('1.sql: applied') });
    }
    expect(query("SELECT string_agg(schemaname, ',' ORDER BY schemaname) FROM pg_tables WHERE tablename = 'own';")).toBe('one,two');
  });

  test.each([
    ['the database is read-only', 'ALTER DATABASE shop SET default_transaction_read_only = on;'],
    ['the user may not make tables', 'ALTER DATABASE shop OWNER TO postgres; REVOKE ALL ON SCHEMA public FROM app, public; GRANT USAGE ON SCHEMA public TO app;'],
  ])('is only read where nothing is to be applied and %s', async (_, sql) => {
    await run(['1.sql']);
    query(sql);
    expect(await run(['1.sql'])).toMatchObject({ status: 0 });
  });

  test('says that no schema of the search path exists', async () => {
    query("ALTER ROLE app SET search_path = '';");
    expect(await run(['1.sql'])).toMatchObject({ status: 1, output: expect.stringContaining("no schema of the search path exists in database 'shop'") });
  });
});
