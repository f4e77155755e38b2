import { mkdirSync, symlinkSync } from 'node:fs';
import { testProgram } from '../../support/programs';
import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('what is no plain file in a folder', () => {
  test('a folder with the name of a file, and links in a circle', async () => {
    folder = new Folder({ 'a/web.yaml/b.yaml': BAD });
    symlinkSync('..', 'a/circle');
    mkdirSync('empty.yaml');
    expect(new Set(await folder.found('.'))).toContain(`a/web.yaml/b.yaml:12 ${RULE}`);
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
});
