import { symlinkSync } from 'node:fs';
import * as fc from 'fast-check';
import { BAD, Folder } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

test.each([
  ['lint', '--config', ''], ['lint', '--config', '-'], ['lint', '--baseline', ''], ['lint', '--write-baseline', ''], ['lint', '--write-baseline', '-'],
  ['resources', '--config', ''], ['diagram', '--output', ''], ['timeline', '--output', '-'],
])('fails when %s has no path after %s: %j', async (command, option, value) => {
  folder = new Folder({ 'a.yaml': BAD });
  const { code, stdout, stderr } = await folder.run(command, option, value, 'a.yaml');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(new RegExp(`^error: option '${option} <\\w+>' argument '${value}' is invalid. It must be a path.\n'cdk8s-pod-patterns --help' lists`));
});

test.each(['0', '-1', '1.5', '', 'all', '257', '1e9'])('fails when there are to be %j threads', async (count) => {
  folder = new Folder({ 'a.yaml': BAD });
  for (const command of ['lint', 'resources']) {
    const { code, stderr } = await folder.run(command, '--threads', count, 'a.yaml');
    expect([code, stderr]).toEqual([2, expect.stringContaining(`argument '${count}' is invalid. It must be a whole number from 1 to 256.`)]);
  }
});

test.each([
  [['lint'], "error: missing required argument 'FILES'"],
  [['lnit', 'a.yaml'], "error: unknown command 'lnit'\n(Did you mean lint?)"],
  [['lint', '--strcit', 'a.yaml'], "error: unknown option '--strcit'\n(Did you mean --strict?)"],
  [['lint', '--prune-baseline', '--write-baseline', 'b.json', 'a.yaml'], "error: option '--prune-baseline' cannot be used with option '--write-baseline <file>'"],
])('fails when a command line is wrong, and says where options are explained: %j', async (args, message) => {
  folder = new Folder({ 'a.yaml': BAD });
  expect(await folder.run(...args)).toEqual({
    code: 2, stdout: '', stderr: `${message}\n'cdk8s-pod-patterns --help' lists all commands, and 'cdk8s-pod-patterns lint --help' the options of one\n`,
  });
});

test('what is behind -- names files', async () => {
  folder = new Folder({ '--fix': BAD, 'a.yaml': '' });
  expect((await folder.run('lint', '--', '--fix')).stdout).toContain('--> --fix:12:13');
  expect((await folder.run('lint', 'a.yaml', '--fix', '--', '--fix')).stderr).toMatch(/^fixes made: 0\n/);
});

test.each([
  ['lint', '--format <format>', ['--format', 'sarif', '--format', 'json']],
  ['lint', '--fix [safety]', ['--fix', '--fix=unsafe']],
  ['lint', '--config <file>', ['--config', 'one.yaml', '--config', 'one.yaml']],
  ['timeline', '--output <folder>', ['--output', 'one', '--output=two']],
  ['resources', '--threads <number>', ['--threads', '1', '--threads', '2']],
])('fails when %s has a second value for %s', async (command, option, args) => {
  folder = new Folder({ 'a.yaml': BAD });
  const { code, stdout, stderr } = await folder.run(command, ...args, 'a.yaml');
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `error: option '${option}' has a second value: it takes one`]);
  expect(folder.read('a.yaml')).toBe(BAD);
});

test('lists of several options are joined, and a flag may be repeated', async () => {
  folder = new Folder({ 'a.yaml': BAD, 'b.yaml': BAD });
  expect((await folder.run('lint', '--format', 'json', '--strict', '--strict', '--exclude', 'a.*', '--exclude', 'b.*', '.')).stdout).toBe('{\n"findings": [\n],\n"failures": []\n}\n');
});

test('any command line ends with an exit code, and says why where something could not be done', async () => {
  const option = fc.constantFrom(
    ['--format', 'json'], ['--format', 'svg'], ['--format', 'github'], ['--format'], ['--fail-on', 'info'], ['--fail-on', 'fatal'], ['--kubernetes', '1.30,1.34'], ['--kubernetes', 'x'],
    ['--strict'], ['--fix'], ['--fix=unsafe'], ['--fix=no'], ['--exclude', 'a.*'], ['--exclude', '['], ['--config', 'pod-lint.yaml'], ['--config', 'no.yaml'], ['--config', 'folder.yaml'],
    ['--baseline', 'baseline.json'], ['--baseline', 'no.json'], ['--baseline', 'a.yaml'], ['--write-baseline', 'new.json'], ['--write-baseline', 'a.yaml'], ['--write-baseline', 'no/b.json'],
    ['--prune-baseline'], ['--threads', '2'], ['--threads', '-1'], ['--output', 'out'], ['--output', 'a.yaml'], ['--output', '/dev/null/x'], ['--help'], ['--nope'], ['--'],
  );
  const file = fc.constantFrom('a.yaml', './a.yaml', 'link.yaml', 'folder.yaml', 'empty', 'empty.yaml', 'broken.yaml', 'no.yaml', '*.yaml', 'no*', '', '.', '/dev/null', '\u0000', 'x'.repeat(300));
  const commandLine = fc.tuple(fc.constantFrom('lint', 'resources', 'timeline', 'diagram', 'explain'), fc.array(fc.oneof(option, file.map((name) => [name])), { maxLength: 5 }));
  await fc.assert(fc.asyncProperty(commandLine, async ([command, words]) => {
    folder = new Folder({ 'a.yaml': BAD, 'folder.yaml/b.yaml': BAD, 'empty/c.txt': '', 'empty.yaml': '', 'broken.yaml': 'a: [\n', 'pod-lint.yaml': 'strict: true\n', 'baseline.json': '{"version": 1, "findings": []}' });
    symlinkSync('a.yaml', 'link.yaml');
    const { code, stdout, stderr } = await folder.run(command, ...words.flat());
    const manifest = folder.read('a.yaml');
    folder.remove();
    expect([0, 1, 2]).toContain(code);
    expect(stdout + stderr).not.toMatch(/\n {4}at |TypeError|'undefined'|\[object /);
    expect(manifest).toContain('kind: Pod');
    if (code === 2) {
      expect(stdout + stderr).toMatch(/error: |not checked|"failures": \[\{|title=not checked/);
    }
  }), { numRuns: 150 });
  folder = new Folder();
});
