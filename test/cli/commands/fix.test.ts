import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { ALL_RULES } from '../../../src/lint/all-rules';
import { asNobody, Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

const FIXABLE = ALL_RULES.filter(({ fix }) => fix);

test.each(FIXABLE.map((rule) => [rule.id, rule] as const))('the fix of %s takes its finding away, and keeps all lines that it is not about', async (id, { example, fix }) => {
  folder = new Folder({ 'a.yaml': example });
  await folder.run('lint', `--fix=${fix}`, '--strict', 'a.yaml');
  const fixed = folder.read('a.yaml');
  expect(fixed).not.toBe(example);
  const { findings, failures } = JSON.parse((await folder.run('lint', '--format', 'json', '--strict', 'a.yaml')).stdout);
  expect(failures).toEqual([]);
  expect(findings.filter(({ rule, fix: left }: any) => rule === id && left)).toEqual([]);
  const kept = example.split('\n').filter((line) => fixed.includes(line)).length;
  expect(kept).toBeGreaterThan(example.split('\n').length / 2);
});

test('a second --fix changes nothing, and what is not a manifest stays as it is', async () => {
  folder = new Folder();
  const comments = fc.constantFrom('', ' # why', '\n# below');
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray(FIXABLE.map(({ example }) => example), { minLength: 1 }), comments, fc.constantFrom('\n', '\r\n'), async (examples, comment, eol) => {
    const text = ['a: {b: [1,2] } # not a manifest', ...examples].map((example) => example.trimEnd() + comment).join('\n---\n').replace(/\n/g, eol);
    folder.write('a.yaml', text);
    await folder.run('lint', '--fix=unsafe', '--strict', 'a.yaml');
    const once = folder.read('a.yaml');
    expect(parseAllDocuments(once).flatMap(({ errors }) => errors)).toEqual([]);
    expect(once.startsWith('a: {b: [1,2] } # not a manifest')).toBe(true);
    expect(once.split('# why').length + once.split('# below').length).toBeGreaterThanOrEqual(2);
    await folder.run('lint', '--fix=unsafe', '--strict', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(once);
  }), { numRuns: 20 });
});

test.each([
  ['a value with a tag', 'spec: {containers: [{name: a, env: [{name: A, value: !!int 80}, {name: B, value: 80}]}]}', 1],
  ['a value that an alias shares', 'spec: {containers: [{name: a, env: [{name: A, value: &port 80}, {name: B, value: *port}, {name: C, value: 80}]}]}', 1],
  ['an annotation alone behind an anchor', 'metadata:\n  annotations: &all\n    pod-lint/duplicate-container-name: Known.\nspec: {containers: [{name: a}]}', 0],
  ['an annotation that an alias shares', 'metadata: {annotations: &all {a: b, pod-lint/duplicate-container-name: Known.}, labels: *all}\nspec: {containers: [{name: a}]}', 0],
  ['a comment', 'spec: {containers: [{name: a}]} # pod-lint-ignore duplicate-container-name: Known.', 1],
  ['two changes that only go one after the other', 'metadata: {annotations: {pod-lint/duplicate-container-name: Known., pod-lint/duplicate-volume-name: Known.}}\nspec: {containers: [{name: a}]}', 2],
])('what --fix would fix of %s is what it fixes', async (_, text, count) => {
  folder = new Folder({ 'a.yaml': `apiVersion: v1\nkind: Pod\n${text}\n` });
  const { findings } = JSON.parse((await folder.run('lint', '--format', 'json', 'a.yaml')).stdout);
  expect(findings.filter(({ fix }: any) => fix === 'safe')).toHaveLength(count);
  expect((await folder.run('lint', '--fix', 'a.yaml')).stderr).toMatch(new RegExp(`^fixes made: ${count}\n`));
});

test('a comment behind a broken document is fixed', async () => {
  folder = new Folder({ 'a.yaml': 'a: b: c\n---\na: b # pod-lint-ignore duplicate-container-name: Known.\n' });
  expect((await folder.run('lint', 'a.yaml')).stderr).toContain('not checked: 1; --fix can fix 1\n');
  expect((await folder.run('lint', '--fix', 'a.yaml')).stderr).toMatch(/^fixes made: 1\n/);
  expect(folder.read('a.yaml')).toBe('a: b: c\n---\na: b\n');
});

test('lines of an annotation that suppress nothing are taken away one by one, and the annotation with the last of them', async () => {
  const annotated = (lines: string): string => `kind: Pod\napiVersion: v1\nmetadata:\n  name: a\n  annotations:\n    acme.io/x: kept\n${lines}spec:\n  containers:\n    - name: a\n    - name: a\n`;
  const line = (name: string): string => `      [${name}] Known.\n`;
  const header = '    pod-lint/duplicate-container-name: |\n';
  folder = new Folder({
    'a.yaml': annotated(header + line('b') + line('a') + line('c') + line('d')),
    'b.yaml': annotated(header + line('b') + line('c')),
  });
  await folder.run('lint', '--fix', '.');
  expect(folder.read('a.yaml')).toBe(annotated(header + line('a')));
  expect(folder.read('b.yaml')).toBe(annotated(''));
});

test('a file that is given by several names is fixed once', async () => {
  const volumes = '    - {name: old, emptyDir: {}}\n    - {name: data, emptyDir: {}}\n';
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, volumeMounts: [{name: data, mountPath: /data}]}\n  volumes:\n${volumes}`;
  const fixed = pod.replace('    - {name: old, emptyDir: {}}\n', '');
  folder = new Folder({ 'a.yaml': pod });
  fs.symlinkSync('a.yaml', 'b.yaml');
  fs.linkSync('a.yaml', 'c.yaml');
  const { stderr } = await folder.run('lint', '--fix=unsafe', '.');
  expect([folder.read('a.yaml'), folder.read('c.yaml')]).toEqual([fixed, fixed]);
  expect(stderr).toMatch(/^fixes made: 1\n/);
});

test('standard input cannot be fixed', async () => {
  folder = new Folder();
  expect(await folder.run('lint', '--fix', '-')).toMatchObject({ code: 2, stderr: 'error: --fix needs files to write to: standard input is not a file\n' });
});

test('a file that cannot be written does not stop the others, and is reported', async () => {
  const { example } = FIXABLE.find(({ fix }) => fix === 'safe')!;
  folder = new Folder({ 'a.yaml': example, 'b.yaml': example });
  fs.chmodSync('.', 0o777);
  fs.chmodSync('a.yaml', 0o444);
  fs.chmodSync('b.yaml', 0o666);
  await asNobody(async () => {
    const { code, stdout, stderr } = await folder.run('lint', '--fix', '--strict', '.');
    expect(stdout).toMatch(/^not checked: not fixed: EACCES: permission denied, .*a\.yaml'\n  --> a\.yaml:1:1\n/);
    expect(stderr).toContain('fixes made: 1\n');
    expect(code).toBe(2);
  });
  expect(folder.read('a.yaml')).toBe(example);
  expect(folder.read('b.yaml')).not.toBe(example);
});

describe('a fixed file', () => {
  const { example } = FIXABLE.find(({ fix }) => fix === 'safe')!;

  test('is there as a whole all the time, with its mode and the links to it', async () => {
    folder = new Folder({ 'real/a.yaml': example, 'b.yaml': example });
    fs.chmodSync('real/a.yaml', 0o640);
    fs.symlinkSync('real/a.yaml', 'link.yaml');
    fs.linkSync('b.yaml', 'hard.yaml');
    const before = fs.openSync('real/a.yaml', 'r');
    await folder.run('lint', '--fix', '--strict', 'link.yaml', 'b.yaml');
    expect(fs.readFileSync(before, 'utf8')).toBe(example); // whoever reads it reads all of it
    fs.closeSync(before);
    expect(folder.read('real/a.yaml')).not.toBe(example);
    expect(folder.read('hard.yaml')).toBe(folder.read('real/a.yaml'));
    expect(fs.lstatSync('link.yaml').isSymbolicLink()).toBe(true);
    expect(fs.statSync('real/a.yaml').mode % 0o1000).toBe(0o640);
    expect([...fs.readdirSync('.'), ...fs.readdirSync('real')].sort()).toEqual(['a.yaml', 'b.yaml', 'hard.yaml', 'link.yaml', 'real']);
  });

  test('may be in a folder that cannot be written to', async () => {
    folder = new Folder({ 'a.yaml': example });
    fs.chmodSync('a.yaml', 0o666);
    fs.chmodSync('.', 0o555);
    await asNobody(async () => {
      expect((await folder.run('lint', '--fix', '--strict', 'a.yaml')).stderr).toContain('fixes made: 1\n');
    });
    fs.chmodSync('.', 0o755);
    expect(folder.read('a.yaml')).not.toBe(example);
  });
});
