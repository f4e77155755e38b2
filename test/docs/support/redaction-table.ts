import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rows of the tables of log-shippers.md that show a line and what becomes of it: `| `line` | `line` |`. */
export function redactedRows(root: string): [string, string][] {
  const markdown = readFileSync(join(root, 'docs/log-shippers.md'), 'utf8');
  const [, ...tables] = markdown.split(/^\| line \| result \|\n\|-+\|-+\|\n/m);
  return tables.flatMap((table) => rowsOf(table.split(/^(?!\|)/m)[0]));
}

function rowsOf(table: string): [string, string][] {
  return table.trim().split('\n').map((row) => {
    const [, before, after] = /^\| `(.*?)` \| (?:`(.*)`|unchanged) \|$/.exec(row) ?? [];
    if (before === undefined) {
      throw new Error(`row is not a line and what becomes of it: ${row}`);
    }
    return [before, after ?? before];
  });
}
