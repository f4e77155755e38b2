import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('a baseline', () => {
  test('means the same files wherever the command runs', async () => {
    folder = new Folder({ 'web/a.yaml': BAD });
    expect((await folder.run('lint', '--write-baseline', 'baseline.json', '.')).stderr).toMatch(/^\d findings? written to baseline.json\n$/);
    process.chdir('web');
    expect((await folder.run('lint', '--baseline', '../baseline.json', process.cwd())).code).toBe(0);
  });

  test('fails when an entry is not valid', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'baseline.json': '{"version": 1, "findings": [{"file": 3}]}' });
    expect(await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('findings.0 of baseline') });
  });

  test('hides what it has, not what is new, and is pruned', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    expect(await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 0 });
    expect((await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).code).toBe(0);
    folder.write('b.yaml', BAD);
    expect(await folder.found('--baseline', 'baseline.json', '.')).toEqual([`b.yaml:12 ${RULE}`]);
    folder.write('a.yaml', '');
    expect((await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).stderr).toContain('baseline.json has 1 finding more than there are now: --prune-baseline removes what is no longer found');
    await folder.run('lint', '--baseline', 'baseline.json', '--prune-baseline', '.');
    expect(JSON.parse(folder.read('baseline.json')).findings).toEqual([]);
  });

  test('fails when the file is not valid', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'baseline.json': '{}' });
    expect(await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a baseline of version 1') });
  });
});
