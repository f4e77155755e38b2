import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeBlock, codeBlocks, readCodeBlocks, ROOT } from './markdown';

/** A TypeScript block with the YAML blocks between it and the next heading or TypeScript block. */
export interface Example {
  readonly code: CodeBlock;
  readonly yaml: CodeBlock[];
}

/** The TypeScript blocks of README.md and docs/ that declare `chart`. */
export function readExamples(): Example[] {
  const files = [...new Set(readCodeBlocks().map(({ file }) => file))];
  return files.flatMap((file) => examplesOf(file, readFileSync(join(ROOT, file), 'utf8')));
}

export function examplesOf(file: string, markdown: string): Example[] {
  const blocks = codeBlocks(file, markdown);
  const lines = markdown.split('\n');
  const isCode = (line: number) => blocks.some((block) => line >= block.line && line <= block.line + block.text.split('\n').length);
  const headings = lines.flatMap((text, index) => /^#{1,6} /.test(text) && !isCode(index + 1) ? [index + 1] : []);
  return blocks.filter(isTypeScript).map((code) => {
    const end = Math.min(...[...headings, ...blocks.filter(isTypeScript).map(({ line }) => line)].filter((line) => line > code.line), Infinity);
    return { code, yaml: blocks.filter(({ language, line }) => ['yaml', 'yml'].includes(language) && line > code.line && line < end) };
  }).filter(({ code, yaml }) => /^const chart = /m.test(code.text) || yaml.length > 0);
}

function isTypeScript({ language }: CodeBlock): boolean {
  return ['ts', 'typescript'].includes(language);
}
