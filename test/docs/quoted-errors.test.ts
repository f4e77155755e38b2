import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/markdown';

const errors = errorsOf(readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(ROOT, 'src', file), 'utf8')).join('\n'));

const quoted = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => join('docs', file))]
  .flatMap((page) => quotedErrors(readFileSync(join(ROOT, page), 'utf8')).map((text): [string, string] => [page, text]));

describe('errors that the pages quote', () => {
  test('are found', () => {
    expect(quoted.length).toBeGreaterThan(3);
  });

  test.each(quoted)('in %s are those of the code: %s', (_page, text) => {
    expect(errors.some((error) => error.test(text))).toBe(true);
  });
});

test('fails when the code says something else', () => {
  expect(errors.some((error) => error.test("Kubernetes version '2.0' is none"))).toBe(false);
});

/** `*an error in italics*`, and what stands behind `fails:` in a comment of a code block. */
function quotedErrors(markdown: string): string[] {
  const prose = markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/(?<![*\w])\*([^*\s|`][^*`|]* [^*`|]*)\*(?![*\w])/g), ...markdown.matchAll(/\/\/ .* fails: (.*)$/gm)]
    .map(([, text]) => text.replace(/\s+/g, ' '));
}

/** The texts of a source, with anything in place of values. A page may leave out the way out, which stands behind a colon. */
function errorsOf(source: string): RegExp[] {
  const texts = source.replace(/['`]\n *\+ ['`]/g, '').matchAll(/['`](.*?)['`](?=[,);\n])/g);
  return [...texts].flatMap(([, text]) => [text, ...text.split(': ').slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join(': '))])
    .map((text) => text.replace(/\\'/g, "'").split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/))
    .filter((parts) => parts.join('').length >= 15)
    .map((parts) => new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.+')}$`));
}
