import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ESLint } from 'eslint';
import { describePrograms, Finished, required, stop, testProgram } from './programs';

const ROOT = path.join(__dirname, '../..');
const node = required('node');
jest.setTimeout(180_000); // it starts jest and the linter

describe('where a program is missing', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guards-'));
    const guards = JSON.stringify(path.join(__dirname, 'programs'));
    fs.writeFileSync(path.join(folder, 'guards.test.ts'), `
      import { describeEach, describeProgram, describePrograms, testProgram } from ${guards};
      const never = () => { throw new Error('a test without its program'); };
      describeProgram('nosuch', 'one', (program) => { test('runs', () => { program.run([]); }); });
      describePrograms(['node', 'nosuch', 'nobody'], 'several', never);
      describeEach(['nosuch applet', 'nobody'], 'each in %s', never);
      testProgram('nosuch', 'a test', never);
      describe('around', () => { describeProgram('nosuch', 'within', never); });
      test('without programs', () => {});
    `);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  function run(env: NodeJS.ProcessEnv, ...more: string[]): Finished {
    const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
    const config = JSON.stringify({
      rootDir: ROOT,
      roots: [folder],
      testMatch: ['**/*.test.ts'],
      transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: path.join(ROOT, 'test/tsconfig.json') }] },
      reporters: ['default', path.join(__dirname, 'sum-reporter.mjs')],
    });
    return node.run([jest, '--config', config, '--verbose', '--ci', ...more], { cwd: ROOT, env: { ...process.env, REQUIRE_PROGRAMS: '', ...env } });
  }

  test('each guard is one skipped test that says so, and the sum says it once', () => {
    const { status, stdout, stderr } = run({});
    expect(stderr.match(/skipped .*/g)).toEqual([
      'skipped one (skipped: missing nosuch)',
      'skipped several (skipped: missing nosuch, nobody)',
      'skipped each in nosuch applet (skipped: missing nosuch)',
      'skipped each in nobody (skipped: missing nobody)',
      'skipped a test (skipped: missing nosuch)',
      'skipped within (skipped: missing nosuch)',
    ]);
    expect([status, stdout]).toEqual([0, 'tests are skipped without: nobody, nosuch\n1 passed, 0 failed, 6 skipped\n']);
  });

  test('each guard is a failed test where programs are required', () => {
    const { status, stdout, stderr } = run({ REQUIRE_PROGRAMS: '1' });
    expect([status, stdout]).toEqual([1, '1 passed, 6 failed, 0 skipped\n']);
    expect(stderr).toContain('nosuch is not on the PATH: install it, or name it in allowed-skips.json with the reason');
  });

  test('a test that is skipped in another way fails the run where programs are required', () => {
    const { status, stdout } = run({ REQUIRE_PROGRAMS: '1' }, '-t', 'without programs');
    expect([status, stdout]).toEqual([1, expect.stringMatching(/\nskipped, but not named in allowed-skips\.json:\n[^]*\n1 passed, 0 failed, 6 skipped\n$/)]);
  });
});

describe('a program', () => {
  test('gives what it printed, and how it ended', () => {
    expect(node.run(['-e', 'console.log(1); console.error(2); process.exit(3)'])).toEqual({ status: 3, stdout: '1\n', stderr: '2\n' });
    expect(() => node.output(['-e', 'console.log("why"); process.exit(3)'])).toThrow(/ends with 3:\nwhy/);
  });

  test('is told to end, and waited for', async () => {
    expect(await stop(node.start(['-e', 'process.exit(4)']), 'SIGCONT')).toBe(4);
    expect(await stop(node.start(['-e', 'setInterval(() => {}, 1000)']))).toBeNull();
  });

  describePrograms(['busybox sh'], 'of several', ({ 'busybox sh': shell }) => {
    test('gets its first words', () => expect(shell.output(['-c', 'echo "$1"', 'sh', 'a b'])).toBe('a b\n'));
  });

  testProgram('busybox', 'is an applet by the name of its link', (busybox) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'links-'));
    expect(busybox.linkAs(path.join(folder, 'echo')).output(['a'])).toBe('a\n');
    fs.rmSync(folder, { recursive: true });
  });
});

describe('the linter', () => {
  process.env.ESLINT_USE_FLAT_CONFIG = 'false';
  const { LegacyESLint } = jest.requireActual<typeof import('eslint/use-at-your-own-risk')>('eslint/use-at-your-own-risk');
  // These rules ask for no types, for which all tests would be compiled.
  const eslint: ESLint = new LegacyESLint({
    cwd: ROOT,
    overrideConfig: {
      parserOptions: { projectService: false },
      rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off' },
    },
  }) as any;

  test.each([
    ["import { spawn } from 'node:child_process';\nspawn('x');\n", 'no-restricted-imports'],
    ["import { spawn } from 'child_process';\nspawn('x');\n", 'no-restricted-imports'],
    ["import type { ChildProcess } from 'child_process';\nexport type C = ChildProcess;\n", 'no-restricted-imports'],
    ["export const made = import('node:child_process');\n", 'no-restricted-syntax'],
    ["test.skip('x', () => {});\n", 'no-restricted-syntax'],
    ['export const made = (true ? describe : describe.skip);\n', 'no-restricted-syntax'],
  ])('refuses %j in a test', async (text, rule) => {
    const results = await Promise.all(['test/init/wait.test.ts', 'test/e2e/examples.test.ts', 'test/logging/support/follower.ts']
      .map((filePath) => eslint.lintText(text, { filePath })));
    expect(results.flat().map(({ messages }) => messages.map(({ ruleId }) => ruleId))).toEqual(Array(3).fill(expect.arrayContaining([rule])));
  });
});
