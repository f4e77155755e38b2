import { TestServer } from './database-servers';

/** What plain SQL does on every server; 1.sql and 2.sql are there. */
export function testSharedMigrations(server: TestServer): void {
  test('refuses a file that was changed after it was applied', async () => {
    await server.run(['1.sql']);
    server.write('1.sql', 'SELECT 1;\n');
    const { status, output } = await server.run(['1.sql']);
    expect([status, output]).toEqual([1, expect.stringContaining('1.sql was changed after it was applied: put its old content back')]);
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
