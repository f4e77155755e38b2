import { printable, shownWidth } from '../values/printable';

/** Rows in columns that are as wide as what stands in them. */
export function textTable(rows: string[][]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = rows[0].map((_, column) => Math.max(...shown.map((row) => shownWidth(row[column]))));
  return shown.map((row) => row.map((cell, column) => cell + ' '.repeat(widths[column] - shownWidth(cell))).join('  ').trimEnd()).join('\n');
}
