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
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 2, stderr: "error: there is no file with the ending yaml, yml, json in 'a'\n" });
    folder.write('a/values.yaml', 'replicas: 2\n');
    expect(await folder.run('lint', 'a')).toMatchObject({ code: 0, stderr: '0 errors, 0 warnings in 1 file; no Kubernetes objects were found\n' });
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
