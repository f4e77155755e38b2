import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks, readCodeBlocks, ROOT } from './support/markdown';
import { typeCheck } from './support/type-check';

const blocks = readCodeBlocks();
const typescript = blocks.filter(({ language }) => ['ts', 'typescript'].includes(language));
const shell = blocks.filter(({ language }) => ['sh', 'bash', 'shell', 'console'].includes(language));

describe('TypeScript in README.md and docs/', () => {
  test('is in README.md', () => {
    expect(typescript.filter(({ file }) => file === 'README.md').length).toBeGreaterThan(0);
  });

  test('compiles, each block by itself', () => {
    expect(typeCheck(typescript)).toEqual([]);
  });
});

test('README.md leads to every page of docs/; pages of rules have a list of their own', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md') && !readme.includes(`](docs/${file}`))).toEqual([]);
});

describe('commands in README.md and docs/', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8'));

  test('name npm scripts that exist', () => {
    expect(named(/\bnpm run(?:-script)? ([\w:.-]+)/g).filter(({ command }) => !(command in scripts))).toEqual([]);
  });

  test('name projen tasks that exist', () => {
    expect(named(/\bnpx projen ([\w:.-]+)/g).filter(({ command }) => !(command in tasks))).toEqual([]);
  });

  test.each(['npm ci && npm run synth', 'npm ci && npm test'])('README.md has `%s` as a line of its own in a code block', (command) => {
    const lines = blocks.filter(({ file }) => file === 'README.md').flatMap(({ text }) => text.split('\n'));
    expect(lines).toContain(command);
  });
});

/** What a pattern finds in shell blocks, with the block it stands in. */
function named(pattern: RegExp): { block: string; command: string }[] {
  return shell.flatMap(({ file, line, text }) => [...text.matchAll(pattern)].map(([, command]) => ({ block: `${file}:${line}`, command })));
}

describe('the check itself', () => {
  const page = { file: 'page.md', language: 'ts' };

  test('knows the package by its name, and fails when a block uses what it does not import or what does not exist', () => {
    expect(typeCheck([
      { ...page, line: 10, text: "import { Endpoint } from 'cdk8s-pod-patterns';\nconst endpoint = new Endpoint({ port: 80 });" },
      { ...page, line: 20, text: '\nnew Endpoint({ port: 80 });' },
      { ...page, line: 30, text: "import { Endpoint } from 'cdk8s-pod-patterns';\nnew Endpoint({ port: 80, hots: 'web' });" },
    ])).toEqual([
      "page.md:22 Cannot find name 'Endpoint'.",
      expect.stringMatching(/^page.md:32 .*'hots' does not exist/),
    ]);
  });

  test('finds blocks in lists, and not inside other blocks', () => {
    expect(codeBlocks('page.md', '- see\n  ```ts\n  one();\n  ```\n````md\n```ts\ntwo();\n```\n````\n')).toEqual([
      { file: 'page.md', line: 2, language: 'ts', text: 'one();' },
      { file: 'page.md', line: 5, language: 'md', text: '```ts\ntwo();\n```' },
    ]);
  });
});
