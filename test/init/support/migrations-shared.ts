import { createHash } from 'node:crypto';
import { TestServer } from './database-servers';

/** What plain SQL does on every server; 1.sql and 2.sql are there. */
export function testSharedMigrations(server: TestServer): void {
  test('refuses a file that was changed after it was applied', async () => {
    await server.run(['1.sql']);
    server.write('1.sql', 'SELECT 1;\n');
    const { status, output } = await server.run(['1.sql']);
    expect([status, output]).toEqual([1, expect.stringContaining('1.sql was changed after it was applied: put its old content back')]);
  });

  test('takes a file for the same whatever ends its lines, also by the checksums of versions before', async () => {
    const lines = (end: string) => server.write('1.sql', ['CREATE TABLE crlf (', '  i int', ');', ''].join(end));
    lines('\r\n');
    expect((await server.run(['1.sql'])).status).toBe(0);
    lines('\n');
    expect(await server.run(['1.sql'])).toMatchObject({ status: 0, output: expect.stringContaining('1.sql: was applied before\n') });
    const recorded = createHash('sha256').update('CREATE TABLE crlf (\r\n  i int\r\n);\r\n').digest('hex');
    server.query(`UPDATE ${server.schema}.history SET checksum = '${recorded}';`);
    for (const end of ['\n', '\r\n']) {
      lines(end);
      expect(await server.run(['1.sql'])).toMatchObject({ status: 0, output: expect.stringContaining('1.sql: was applied before, with other ends of lines') });
      expect(await server.await(['1.sql'], 50).done).toMatchObject({ status: 0 });
    }
  });

  test('await.sh ends when all files are applied, and says at each change what is missing', async () => {
    const { done, says } = server.await(['1.sql', '2.sql'], 60);
    await says('1.sql, number 1 of 2, is not applied');
    await server.run(['1.sql']);
    await says('2.sql, number 2 of 2, is not applied');
    await server.run(['1.sql', '2.sql']);
    const { status, output } = await done;
    expect(output.replace(/\d+ s/g, 'n s').split('\n').filter((line) => !line.includes('has begun'))).toEqual([
      'waiting for the Job web-1a2b, n s at most: 1.sql, number 1 of 2, is not applied',
      'waiting for the Job web-1a2b, n s at most: 2.sql, number 2 of 2, is not applied',
      'the migrations are applied, seen after n s',
      '',
    ]);
    expect(status).toBe(0);
  });

  test('await.sh does not take a file with another content for an applied one, and is bounded', async () => {
    await server.run(['1.sql']);
    server.write('1.sql', 'SELECT 1;\n');
    const { status, output } = await server.await(['1.sql'], 2).done;
    expect([status, output.split('\n')[1]]).toEqual([1, 'the migrations were not applied within 2 s: 1.sql was changed after it was applied;'
      + ' see the Job whose name begins with web-1a2b']);
  });
}
