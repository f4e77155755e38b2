import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Difference } from './compare';

export interface ListedDifference extends Difference {
  readonly example: string;
  readonly reason: string;
}

const HEADER = ['example', 'field', 'document', 'ours', 'reason'];

/** The rows of the table of differences that users read. */
export function readTable(text = readFileSync(join(__dirname, '../../../docs/documented-examples.md'), 'utf8')): ListedDifference[] {
  const lines = text.split('\n');
  const header = lines.findIndex((line) => cells(line).join() === HEADER.join());
  if (header < 0) {
    throw new Error(`docs/documented-examples.md has no table with the columns ${HEADER.join(', ')}`);
  }
  const end = lines.findIndex((line, index) => index > header && !line.startsWith('|'));
  return lines.slice(header + 2, end < 0 ? undefined : end).map((line) => {
    const [example, field, document, ours, reason, ...rest] = cells(line).map(plain);
    if (!reason || rest.length > 0) {
      throw new Error(`row '${line}' of docs/documented-examples.md needs ${HEADER.length} cells: ${HEADER.join(', ')}`);
    }
    return { example, field, document, ours, reason };
  });
}

/** A row of the table without its reason, to be put into the document. */
export function toRow(example: string, { field, document, ours }: Difference): string {
  return `| ${[example, field, code(document), code(ours)].join(' | ')} |`;
}

function cells(line: string): string[] {
  return line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
}

function plain(cell: string): string {
  return cell.replace(/\\\|/g, '|').replace(/^`(.*)`$/, '$1');
}

function code(text: string): string {
  return text === '-' ? text : `\`${text.replace(/\|/g, '\\|')}\``;
}
