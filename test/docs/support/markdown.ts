import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../../..');

export interface CodeBlock {
  readonly file: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** The code blocks of README.md and of all pages below docs/. */
export function readCodeBlocks(): CodeBlock[] {
  const pages = existsSync(join(ROOT, 'docs')) ? readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }) : [];
  const files = ['README.md', ...pages.filter((file) => file.endsWith('.md')).sort().map((file) => join('docs', file))];
  return files.flatMap((file) => codeBlocks(file, readFileSync(join(ROOT, file), 'utf8')));
}

/** Blocks between fences, without the indentation of a list that they stand in. */
export function codeBlocks(file: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const [, indent, fence, language] = /^( *)(`{3,}|~{3,})\s*([\w-]*)/.exec(lines[index]) ?? [];
    if (fence) {
      const length = lines.slice(index + 1).findIndex((line) => line.trim() === fence);
      const text = lines.slice(index + 1, length < 0 ? undefined : index + 1 + length).map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), ''));
      blocks.push({ file, line: index + 1, language, text: text.join('\n') });
      index += text.length + 1;
    }
  }
  return blocks;
}
