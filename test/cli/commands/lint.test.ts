import { run } from '../../../src/cli/program';
import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('inputs', () => {
  test('are files, folders with YAML and JSON, and globs; each file once', async () => {
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] } });
    folder = new Folder({ 'a.yaml': BAD, 'b/c.yml': BAD, 'b/d.json': json, 'b/e.txt': BAD, 'node_modules/f.yaml': BAD });
    expect(await folder.found('.')).toEqual([`a.yaml:12 ${RULE}`, `b/c.yml:12 ${RULE}`, `b/d.json:1 ${RULE}`]);
    expect(await folder.found('b/e.txt', 'b')).toEqual([`b/e.txt:12 ${RULE}`, `b/c.yml:12 ${RULE}`, `b/d.json:1 ${RULE}`]);
    expect(await folder.found('*.yaml', 'a.yaml')).toEqual([`a.yaml:12 ${RULE}`]);
    expect(await folder.found('.', '--exclude', 'b/**')).toEqual([`a.yaml:12 ${RULE}`]);
  });

  test('fails when a folder has nothing to check', async () => {
    folder = new Folder({ 'a/b.txt': BAD });
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 2, stderr: "error: there is no file with the ending yaml, yml, json, jsonl in 'a'\n" });
    folder.write('a/values.yaml', 'replicas: 2\n');
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 0, stderr: '0 errors, 0 warnings in 1 file; no Kubernetes objects were found\n' });
  });

  test('a file that is named in several ways is checked once, under its relative path', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    expect(await folder.found('./a.yaml', `${process.cwd()}/a.yaml`, 'a.yaml', '.')).toEqual([`a.yaml:12 ${RULE}`]);
  });

  test('an argument that names nothing does not stop the others', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'empty/b.txt': '' });
    const { code, stdout } = await folder.run('lint', '--format', 'json', 'no-such.yaml', 'empty', 'a.yaml');
    expect(code).toBe(2);
    expect(JSON.parse(stdout).failures.map(({ message }: any) => message)).toEqual([
      "'no-such.yaml' is not a file, a directory or a glob that matches files", "there is no file with the ending yaml, yml, json, jsonl in 'empty'",
    ]);
    expect(JSON.parse(stdout).findings.map(({ rule }: any) => rule)).toContain(RULE);
    expect((await folder.run('lint', 'no-such.yaml', 'a.yaml')).stderr).toMatch(/ in 1 file; not checked: 1\b/);
  });

  test('fails when an argument names nothing', async () => {
    folder = new Folder();
    expect(await folder.run('lint', 'no-such.yaml')).toEqual({
      code: 2, stdout: '', stderr: "error: 'no-such.yaml' is not a file, a directory or a glob that matches files\n",
    });
  });
});

describe('the exit code', () => {
  test('is 0 where nothing is found, 1 after findings, 2 where something could not be checked', async () => {
    folder = new Folder({ 'bad.yaml': BAD, 'empty.yaml': '', 'values.yaml': 'replicas: 2\n', 'broken.yaml': 'a: [\n' });
    expect((await folder.run('lint', 'empty.yaml', 'values.yaml')).code).toBe(0);
    expect((await folder.run('lint', 'bad.yaml')).code).toBe(1);
    expect((await folder.run('lint', 'bad.yaml', 'broken.yaml')).code).toBe(2);
    expect((await folder.run('lint')).code).toBe(2);
    expect((await folder.run('lint', '--format', 'xml', '.')).code).toBe(2);
    expect((await folder.run('--help')).code).toBe(0);
  });

  test('follows --fail-on', async () => {
    folder = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    pod-lint/no-such: Why not.\n' });
    expect((await folder.run('lint', 'a.yaml')).code).toBe(1);
    expect((await folder.run('lint', '--fail-on', 'error', 'a.yaml')).code).toBe(0);
  });
});

test('a broken document does not stop the others, and is reported with line and column', async () => {
  folder = new Folder({ 'a.yaml': `a: 1\n---\nb: 'x' y\n---\n${BAD}`, 'b.yaml': BAD });
  const { stdout, code } = await folder.run('lint', '--format', 'json', '.');
  expect(JSON.parse(stdout).failures).toEqual([{ file: 'a.yaml', line: 3, column: 8, message: expect.stringMatching(/^not valid YAML: /) }]);
  expect(code).toBe(2);
  expect(await folder.found('.')).toEqual([`a.yaml:16 ${RULE}`, `b.yaml:12 ${RULE}`]);
});

test('of several versions of Kubernetes, a finding says which it is true of', async () => {
  const sidecar = BAD.replace('      image: ghcr.io/acme/setup:1.4.2\n', '      image: ghcr.io/acme/setup:1.4.2\n      restartPolicy: Always\n');
  folder = new Folder({ 'a.yaml': sidecar });
  const { stdout } = await folder.run('lint', '--format', 'json', '--kubernetes', '1.27,1.34', 'a.yaml');
  const { findings } = JSON.parse(stdout);
  expect(findings.find(({ rule }: any) => rule === 'sidecar-on-old-version').kubernetes).toEqual(['1.27']);
  expect(findings.find(({ rule }: any) => rule === RULE).kubernetes).toBeUndefined();
});

test('findings are in the order of their lines', async () => {
  folder = new Folder({ 'a.yaml': `${BAD}    - name: b\n      image: ghcr.io/acme/web\n    - name: c\n      image: ghcr.io/acme/web\n` });
  const { stdout } = await folder.run('lint', '--format', 'json', 'a.yaml');
  const lines = JSON.parse(stdout).findings.map(({ startLine }: any) => startLine);
  expect(new Set(lines).size).toBeGreaterThan(3);
  expect(lines).toEqual([...lines].sort((one: number, other: number) => one - other));
});

test('many findings are counted by rule at the end', async () => {
  folder = new Folder({ 'a.yaml': `${BAD}---\n`.repeat(20), 'b.yaml': '' });
  const { stderr } = await folder.run('lint', '.');
  expect(stderr).toMatch(new RegExp(`^(\\d+ {2}[a-z-]+\n)*20 {2}${RULE}\n(\\s*\\d+ {2}[a-z-]+\n)*\n20 errors, .* in 1 of 2 files\n$`));
});

test('on a terminal, a long check says how far it is, until something is written and until its end', async () => {
  folder = new Folder(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`${100 + index}.yaml`, index === 1 ? BAD : ''])));
  let now = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now += 1000);
  let screen = '';
  const write = (text: string): void => { screen += text; };
  try {
    await run(['lint', '.'], { write, note: write, isTerminal: true, isErrorTerminal: true, isColored: false });
  } finally {
    clock.mockRestore();
  }
  const line = (done: number): string => `\r\u001b[Kchecked ${done} of 101 files`;
  const [before, ...after] = screen.split(/error\[[\s\S]*\n\n/);
  expect(before).toBe(`${line(1)}\r\u001b[K`);
  expect(after.join('')).toMatch(/^\r\u001b\[Kchecked 2 of 101 files/);
  expect(after.join('').endsWith(`${line(100)}${line(101)}\r\u001b[K1 error, 0 warnings in 1 of 101 files\n`)).toBe(true);
});
