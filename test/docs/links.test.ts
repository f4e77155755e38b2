import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './support/markdown';

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'MIGRATION.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];

test('links between the pages lead to files and headings that exist', () => {
  expect(pages.flatMap((page) => brokenLinks(page, readFileSync(join(ROOT, page), 'utf8')))).toEqual([]);
});

test('fails when a file or a heading is missing', () => {
  const links = '[here](#a-heading-there) [no](#nowhere) [page](settings.md#imagetable) [no](settings.md#nowhere) [no](none.md) [web](https://a.io/#b)';
  expect(brokenLinks('docs/page.md', `# A heading: \`there\`\n${links}\n\`\`\`ts\n[code](none.md)\n\`\`\`\n`))
    .toEqual(['docs/page.md: #nowhere', 'docs/page.md: settings.md#nowhere', 'docs/page.md: none.md']);
});

function brokenLinks(page: string, markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)/g)]
    .filter(([, file, anchor]) => !leadsSomewhere(page, markdown, file, anchor))
    .map(([, file, anchor]) => `${page}: ${file}${anchor === undefined ? '' : `#${anchor}`}`);
}

function leadsSomewhere(page: string, markdown: string, file: string, anchor?: string): boolean {
  const target = relative(ROOT, join(ROOT, dirname(page), file));
  if (file !== '' && !existsSync(join(ROOT, target))) {
    return false;
  }
  return anchor === undefined || anchorsOf(file === '' ? markdown : readFileSync(join(ROOT, target), 'utf8')).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.*)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '').replace(/ /g, '-'));
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}
