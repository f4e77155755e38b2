import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

/** The rules found by file and line. */
async function found(...args: string[]): Promise<string[]> {
  const { stdout } = await folder.run('lint', '--format', 'json', ...args);
  return JSON.parse(stdout).findings.map(({ rule, file, startLine }: any) => `${file}:${startLine} ${rule}`).filter((line: string) => /duplicate-|suppression/.test(line));
}

describe('inputs', () => {
  test('are files, folders with YAML and JSON, and globs; each file once', async () => {
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'a' }] } });
    folder = new Folder({ 'a.yaml': BAD, 'b/c.yml': BAD, 'b/d.json': json, 'b/e.txt': BAD, 'node_modules/f.yaml': BAD });
    expect(await found('.')).toEqual([`a.yaml:12 ${RULE}`, `b/c.yml:12 ${RULE}`, `b/d.json:1 ${RULE}`]);
    expect(await found('b/e.txt', 'b')).toEqual([`b/e.txt:12 ${RULE}`, `b/c.yml:12 ${RULE}`, `b/d.json:1 ${RULE}`]);
    expect(await found('*.yaml', 'a.yaml')).toEqual([`a.yaml:12 ${RULE}`]);
    expect(await found('.', '--exclude', 'b/**')).toEqual([`a.yaml:12 ${RULE}`]);
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
  expect(await found('.')).toEqual([`a.yaml:16 ${RULE}`, `b.yaml:12 ${RULE}`]);
});

describe('comments', () => {
  const withComment = (line: number, comment: string): string => {
    const lines = BAD.split('\n');
    lines[line - 1] += ` ${comment}`;
    return lines.join('\n');
  };

  test.each([8, 12])('on line %d, one of the lines of the finding, suppress it', async (line) => {
    folder = new Folder({ 'a.yaml': withComment(line, `# pod-lint-ignore ${RULE}: A webhook renames one.`).replace('# the first # pod', '# pod') });
    expect(await found('a.yaml')).toEqual([]);
  });

  test('suppress what stands below them', async () => {
    folder = new Folder({ 'a.yaml': BAD.replace('      name: app', `      # pod-lint-ignore ${RULE}: A webhook renames one.\n      # And more.\n      name: app`) });
    expect(await found('a.yaml')).toEqual([]);
  });

  test('elsewhere suppress nothing, which is a finding, and --fix takes them away', async () => {
    const text = withComment(4, `# pod-lint-ignore ${RULE}: Why not.`);
    folder = new Folder({ 'a.yaml': text });
    expect(await found('a.yaml')).toEqual([`a.yaml:12 ${RULE}`, 'a.yaml:4 unused-suppression']);
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(BAD);
  });

  test('without a reason suppress nothing', async () => {
    folder = new Folder({ 'a.yaml': withComment(12, `# pod-lint-ignore ${RULE}`) });
    expect(await found('a.yaml')).toEqual([`a.yaml:12 ${RULE}`, 'a.yaml:12 suppression-without-reason']);
  });

  test('in a script are none', async () => {
    folder = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    # pod-lint-ignore x: Why not.\n    true\n' });
    expect(await found('a.yaml')).toEqual([]);
  });
});

describe('the configuration file', () => {
  const ignore = (more: string): string => `ignore:\n  - rule: ${RULE}\n    reason: A chart that we cannot edit.\n${more}`;

  test.each([
    ['of everything', ''],
    ['of an object', '    object: Pod shop/web\n'],
    ['of an object of any namespace', '    object: Pod web\n'],
    ['of objects by a pattern', '    object: w*\n'],
    ['of a container', '    container: app\n'],
    ['of a file', '    file: charts/**\n'],
    ['of a line and column', '    at: charts/a.yaml:12:13\n'],
    ['of a line', '    at: charts/a.yaml:12\n'],
  ])('suppresses findings %s', async (_, more) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': ignore(more) });
    expect(await found('charts')).toEqual([]);
  });

  test.each(['    object: Pod other\n', '    container: other\n', '    file: other/**\n', '    at: charts/a.yaml:13\n'])('that suppresses nothing is a finding (%j)', async (more) => {
    folder = new Folder({ 'charts/a.yaml': BAD, 'pod-lint.yaml': ignore(more) });
    expect(await found('charts')).toEqual([`charts/a.yaml:12 ${RULE}`, 'pod-lint.yaml:2 unused-suppression']);
  });

  test.each([
    ['rules:\n  no-such: off\n', "pod-lint.yaml:2:12: unknown field 'no-such': take one of "],
    ['ignore:\n  - rule: duplicate-container-name\n', 'pod-lint.yaml:2:5: ignore.0.reason must be a text'],
    ['ignore: 5\n', 'pod-lint.yaml:1:9: ignore must be a list'],
    ['failOn: never\n', 'pod-lint.yaml:1:9: failOn must be one of error, warning, info'],
    ['kubernetes: 1.30\n', 'pod-lint.yaml:1:13: kubernetes must be a text or a list of texts, in quotes where they look like numbers'],
    ['kubernetes: "2.1"\n', "Kubernetes version '2.1' is not valid: write it like '1.31'"],
    ['a: [\n', 'pod-lint.yaml:2:1: not valid YAML'],
  ])('fails when it says %j', async (text, message) => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': text });
    const { code, stderr } = await folder.run('lint', 'a.yaml');
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('turns rules off, and changes what they weigh', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'pod-lint.yaml': `rules:\n  ${RULE}: off\n` });
    expect(await found('a.yaml')).toEqual([]);
    folder.write('pod-lint.yaml', `rules:\n  ${RULE}: info\n`);
    expect(JSON.parse((await folder.run('lint', '--format', 'json', 'a.yaml')).stdout).findings).toContainEqual(expect.objectContaining({ rule: RULE, severity: 'info' }));
  });

  test('names where custom resources have their pods', async () => {
    const worker = BAD.replace('apiVersion: v1\nkind: Pod', 'apiVersion: example.com/v1\nkind: Worker').replace('spec:\n', 'run:\n spec:\n');
    folder = new Folder({ 'a.yaml': worker, 'pod-lint.yaml': 'podTemplates:\n  - group: example.com\n    kind: Worker\n    path: run\n' });
    expect(await found('a.yaml')).toEqual([`a.yaml:13 ${RULE}`]);
  });
});

describe('a baseline', () => {
  test('hides what it has, not what is new, and is pruned', async () => {
    folder = new Folder({ 'a.yaml': BAD });
    expect(await folder.run('lint', '--write-baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 0 });
    expect((await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).code).toBe(0);
    folder.write('b.yaml', BAD);
    expect(await found('--baseline', 'baseline.json', '.')).toEqual([`b.yaml:12 ${RULE}`]);
    folder.write('a.yaml', '');
    expect((await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).stderr).toContain('are gone: --prune-baseline takes them out of it');
    await folder.run('lint', '--baseline', 'baseline.json', '--prune-baseline', '.');
    expect(JSON.parse(folder.read('baseline.json')).findings).toEqual([]);
  });

  test('fails when the file is not valid', async () => {
    folder = new Folder({ 'a.yaml': BAD, 'baseline.json': '{}' });
    expect(await folder.run('lint', '--baseline', 'baseline.json', 'a.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a baseline of version 1') });
  });
});

test('of several versions of Kubernetes, a finding says which it is true of', async () => {
  const sidecar = BAD.replace('      image: ghcr.io/acme/setup:1.4.2\n', '      image: ghcr.io/acme/setup:1.4.2\n      restartPolicy: Always\n');
  folder = new Folder({ 'a.yaml': sidecar });
  const { stdout } = await folder.run('lint', '--format', 'json', '--kubernetes', '1.27,1.34', 'a.yaml');
  const { findings } = JSON.parse(stdout);
  expect(findings.find(({ rule }: any) => rule === 'sidecar-on-old-version').kubernetes).toEqual(['1.27']);
  expect(findings.find(({ rule }: any) => rule === RULE).kubernetes).toBeUndefined();
});
