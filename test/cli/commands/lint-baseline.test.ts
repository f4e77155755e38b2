import { symlinkSync } from 'node:fs';
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

  test('a check of some files leaves alone what it has of others, but for those that are gone', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'b.yaml': BAD, 'c.yaml': BAD });
    await folder.run('lint', '--write-baseline', 'baseline.json', '.');
    folder.write('a.yaml', '');
    folder.write('b.yaml', 'a: [');
    folder.delete('c.yaml');
    const { stderr } = await folder.run('lint', '--baseline', 'baseline.json', '--prune-baseline', 'a.yaml', 'b.yaml');
    expect(stderr).toContain("2 findings removed from baseline.json\nnote: it had findings of 'c.yaml', which does not exist: write it again with --write-baseline if files were renamed\n");
    expect(JSON.parse(folder.read('baseline.json')).findings.map(({ file }: any) => file)).toEqual(['b.yaml']);
  });

  test.each(['utf8', 'utf16le'] as const)('is read as Windows writes it, with a byte order mark, in %s', async (encoding) => {
    folder = new Folder({ 'web/a.yaml': BAD.replaceAll('\n', '\r\n') });
    await folder.run('lint', '--write-baseline', 'baseline.json', '.');
    folder.write('baseline.json', Buffer.from(`\ufeff${folder.read('baseline.json').replaceAll('\n', '\r\n')}`, encoding));
    expect((await folder.run('lint', '--baseline', 'baseline.json', '.')).code).toBe(0);
  });

  test('fails when its folder is full, and leaves the old one as it was', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml');
    const before = folder.read('baseline.json');
    symlinkSync('/dev/full', `.pod-lint-${process.pid}.tmp`); // where a replacement is written first
    expect(await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('ENOSPC') });
    expect(folder.read('baseline.json')).toBe(before);
  });

  test('fails when it is a link to what does not exist, and leaves the link', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    symlinkSync('shared.json', 'baseline.json');
    expect(await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml')).toMatchObject({
      code: 2, stderr: "error: baseline 'baseline.json' cannot be written: it is a link to 'shared.json', which does not exist\n",
    });
    folder.write('shared.json', '');
    expect(folder.read('baseline.json')).toBe('');
  });

  test('stays a link to the same file', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'elsewhere/baseline.json': '' });
    symlinkSync('elsewhere/baseline.json', 'baseline.json');
    await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml');
    expect(JSON.parse(folder.read('elsewhere/baseline.json')).findings).toHaveLength(1);
  });

  test('is written of what can be checked, and what cannot is reported', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'b.yaml': 'a: [' });
    expect(await folder.run('lint', '--write-baseline', 'baseline.json', '.')).toMatchObject({ code: 2, stdout: expect.stringMatching(/^not checked: .*\n  --> b.yaml:1:5\n\n$/) });
    expect(JSON.parse(folder.read('baseline.json')).findings).toHaveLength(1);
  });

  test('fails when the file is not there, or cannot be written', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    expect((await folder.run('lint', '--baseline', 'b.json', 'a.yaml')).stderr).toBe("error: baseline 'b.json' does not exist: write it with --write-baseline b.json\n");
    expect((await folder.run('lint', '--write-baseline', 'no/b.json', 'a.yaml')).stderr).toContain("baseline 'no/b.json' cannot be written");
  });

  test.each([
    ['a.yaml', BAD], ['package.json', '{"name": "web", "version": "1.0.0"}'], ['a.png', Uint8Array.of(0x89, 0x50, 0xff)],
  ])('fails when it would replace what is no baseline: %s', async (name, content) => {
    folder = new Folder({ 'a.yaml': BAD, [name]: content });
    const before = folder.read(name);
    expect(await folder.run('lint', '--write-baseline', name, 'a.yaml')).toEqual({
      code: 2, stdout: '', stderr: `error: '${name}' is not a baseline, and is not replaced: name another file, or remove it before\n`,
    });
    expect(folder.read(name)).toBe(before);
  });

  test('is written again after a merge that went wrong', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'b.json': '{"version": 1, "findings": [\n<<<<<<< HEAD\n' });
    expect((await folder.run('lint', '--write-baseline', 'b.json', 'a.yaml')).code).toBe(0);
    expect(JSON.parse(folder.read('b.json')).findings).toHaveLength(1);
  });

  test('fails when the file is not valid', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'baseline.json': '{}' });
    expect(await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a baseline of version 1') });
  });
});
