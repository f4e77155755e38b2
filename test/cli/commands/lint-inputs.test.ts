import { chmodSync, closeSync, mkdirSync, openSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { readInput } from '../../../src/cli/reading/read-input';
import { testProgram } from '../../support/programs';
import { asNobody, BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('what is no plain file in a folder', () => {
  test('a folder with the name of a file, and links in a circle', async () => {
    folder = new Folder({ 'a/web.yaml/b.yaml': BAD });
    symlinkSync('..', 'a/circle');
    mkdirSync('empty.yaml');
    expect(await folder.found('.')).toEqual([`a/web.yaml/b.yaml:12 ${RULE}`]);
  });

  test('JSON Lines', async () => {
    folder = new Folder({ 'a/pods.jsonl': '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a"},{"name":"a"}]}}\n'.repeat(2) });
    expect(await folder.found('a')).toEqual([`a/pods.jsonl:1 ${RULE}`, `a/pods.jsonl:2 ${RULE}`]);
  });

  testProgram('mkfifo', 'fails on a named pipe, and checks the others', async (mkfifo) => {
    folder = new Folder({ 'b.yaml': BAD });
    mkfifo.output(['a.yaml'], { cwd: process.cwd() });
    const { code, stdout } = await folder.run('lint', 'a.yaml', 'b.yaml');
    expect(code).toBe(2);
    expect(stdout).toMatch(/a named pipe is not read: pipe the text in[^]*duplicate-container-name/);
  });

  testProgram('mkfifo', 'a named pipe below a folder is skipped, and that is said once', async (mkfifo) => {
    folder = new Folder({ 'a/web.yaml': BAD });
    ['a/b.yaml', 'a/c.yaml', 'a/no-manifest'].forEach((name) => mkfifo.output([name], { cwd: process.cwd() }));
    symlinkSync('b.yaml', 'a/link.yaml');
    const skipped = (count: number): RegExp => new RegExp(`^note: 'a/[a-z]+.yaml' and ${count} more not read: not a file [^\n]*\n[^n]`);
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 1, stderr: expect.stringMatching(skipped(2)) });
    expect((await folder.run('lint', '--exclude', 'a/b.yaml', 'a')).stderr).toMatch(skipped(1));
  });

  test('files below a link that leads to a folder around it are checked once', async () => {
    folder = new Folder({ 'a/b/web.yaml': BAD });
    symlinkSync('..', 'a/b/around');
    symlinkSync('../../a', 'a/b/also-around');
    expect(await folder.found('a')).toEqual([`a/b/web.yaml:12 ${RULE}`]);
  });

  test.each([
    ['a file and a link to it', 'b/link.yaml', '../a/web.yaml', ['.'], 'a/web.yaml'],
    ['a link that is named before its file', 'b/link.yaml', '../a/web.yaml', ['b/link.yaml', 'a/web.yaml'], 'a/web.yaml'],
    ['a folder and a link to it', '0', 'a', ['.'], 'a/web.yaml'],
    ['a file and a folder that is a link to its own', 'b/c', '../a', ['b', 'a/web.yaml'], 'a/web.yaml'],
    ['two links to a file that is not among those given', 'b/link.yaml', '../a/web.yaml', ['b', 'b/link.yaml'], 'b/link.yaml'],
    ['a link to a file that is excluded', 'b/link.yaml', '../a/web.yaml', ['--exclude', 'a', '.'], 'b/link.yaml'],
    ['a link to a hidden folder', 'b/current', '../.a', ['.'], 'b/current/web.yaml'],
  ])('%s are one file', async (_, link, target, args, name) => {
    folder = new Folder({ [target.includes('.a') ? '.a/web.yaml' : 'a/web.yaml']: BAD, 'b/c.txt': '' });
    symlinkSync(target, link);
    symlinkSync(path.basename(link), `${link}-2.yaml`);
    expect(await folder.found(...args)).toEqual([`${name}:12 ${RULE}`]);
    expect(JSON.parse((await folder.run('resources', '--format', 'json', ...args.slice(args[0] === '--exclude' ? 2 : 0))).stdout)).toHaveLength(1);
  });

  test('folders with links to one another have an end', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `a/${index}`);
    folder = new Folder(Object.fromEntries(names.map((name) => [`${name}/web.yaml`, BAD])));
    names.forEach((name) => names.forEach((other, index) => symlinkSync(path.resolve(other), `${name}/to-${index}`)));
    expect(await folder.found('a')).toHaveLength(30);
  });

  test('a link to a patch is the patch that its kustomization names', async () => {
    folder = new Folder({ 'common/patch.yaml': BAD.replace(/name: app # .*\n.*/, 'name: other'), 'a/kustomization.yaml': 'patches: [{path: link.yaml}]\n' });
    symlinkSync('../common/patch.yaml', 'a/link.yaml');
    const found = async (...args: string[]): Promise<string[]> => JSON.parse((await folder.run('lint', '--format', 'json', ...args)).stdout).findings.map(({ rule }: any) => rule);
    expect(await found('common')).toContain('invalid-image-reference');
    expect(await found('.')).not.toContain('invalid-image-reference');
    expect(await found('a')).not.toContain('invalid-image-reference');
  });

  test('fails on links that lead nowhere, and checks the others', async () => {
    folder = new Folder({ 'a/web.yaml': BAD });
    symlinkSync('nowhere', 'a/broken.yaml');
    symlinkSync('itself.yaml', 'a/itself.yaml');
    symlinkSync('nowhere', 'a/no-manifest');
    expect(await folder.failed('a')).toEqual(['a/broken.yaml: ENOENT', 'a/itself.yaml: ELOOP']);
    expect(await folder.found('a')).toEqual([`a/web.yaml:12 ${RULE}`]);
  });

  test('fails on a name that is not in UTF-8, and says so', async () => {
    folder = new Folder({ 'a/web.yaml': BAD });
    writeFileSync(Buffer.concat([Buffer.from('a/b'), Buffer.from([0xff]), Buffer.from('.yaml')]), BAD);
    const { code, stdout } = await folder.run('lint', 'a');
    expect(code).toBe(2);
    expect(stdout).toContain('not checked: its name is not in UTF-8: rename it\n  --> a/b\ufffd.yaml:1:1');
  });

  test('fails on folders that cannot be read, and checks the others', async () => {
    folder = new Folder({ 'a/web.yaml': BAD, 'a/secret/web.yaml': BAD });
    chmodSync('.', 0o755);
    chmodSync('a/secret', 0);
    await asNobody(async () => {
      expect(await folder.failed('a')).toEqual(['a/secret: EACCES']);
      expect((await folder.run('lint', 'a/secret')).stderr).toContain("EACCES: permission denied, opendir 'a/secret'");
      expect(await folder.failed('a/secret/web.yaml', 'a/web.yaml')).toEqual(['a/secret/web.yaml: EACCES']);
      expect(await folder.found('a')).toEqual([`a/web.yaml:12 ${RULE}`]);
    });
    chmodSync('a/secret', 0o755);
  });

  test.each(['itself.yaml', 'a'.repeat(300)])('fails on %s as an argument, and checks the others', async (name) => {
    folder = new Folder({ 'web.yaml': BAD });
    symlinkSync('itself.yaml', 'itself.yaml');
    expect(await folder.failed(name, 'web.yaml')).toEqual([expect.stringMatching(/ELOOP|ENAMETOOLONG/)]);
    expect(await folder.found(name, 'web.yaml')).toEqual([`web.yaml:12 ${RULE}`]);
  });

  test('fails where bytes are no text, and says where', async () => {
    folder = new Folder({ 'a.yaml': Buffer.from('a: 1\nb: caf\xe9\n', 'latin1'), 'web.yaml': BAD });
    expect((await folder.run('lint', '.')).stdout).toContain('not checked: not text in UTF-8: save it in UTF-8\n  --> a.yaml:2:7\n');
  });

  test('a device is no file, but the empty one', async () => {
    folder = new Folder({ 'web.yaml': BAD });
    expect(await folder.failed('/dev/zero', '/dev/null', 'web.yaml')).toEqual(['/dev/zero: not']);
    expect((await folder.run('lint', '--config', '/dev/null', 'web.yaml')).code).toBe(1);
  });

  test.each(['lint', 'resources'])('fails when nothing is piped in to %s, as of a program that has failed', async (command) => {
    folder = new Folder({ empty: '' });
    const descriptor = openSync('empty', 'r');
    const { code, stdout, stderr } = await folder.run(command, `/dev/fd/${descriptor}`);
    closeSync(descriptor);
    expect([code, stdout + stderr]).toEqual([2, expect.stringContaining('nothing was piped in: look whether the program that should write it has failed')]);
  });

  test('fails on a file that is too large for a text', () => {
    folder = new Folder({ 'large.yaml': '' });
    truncateSync('large.yaml', 2 ** 30);
    expect(() => readInput('large.yaml')).toThrow('a file of 1024 MiB is not checked: the limit is 511 MiB, so split it');
  });

  test('a kustomization with names that no file can have', async () => {
    folder = new Folder({ 'a/web.yaml': BAD, 'a/kustomization.yaml': `resources: [web.yaml, ${'x'.repeat(5000)}, "a\\0b"]\n`, 'a/b.yaml': '' });
    expect(await folder.found('a')).toEqual([`a/web.yaml:12 ${RULE}`]);
  });
});
