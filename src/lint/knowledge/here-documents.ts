/** A text in a shell script, between `<<WORD` and a line that is WORD. */
export interface HereDocument {
  readonly word: string;
  readonly lines: readonly string[];
  /** Whether the line that ends it is there. */
  readonly isClosed: boolean;
  /** Whether a line is, but for blanks in front of it. */
  readonly isIndented: boolean;
}

export function hereDocuments(script: string): HereDocument[] {
  const lines = script.split('\n');
  const found: HereDocument[] = [];
  for (let index = 0; index < lines.length; index++) {
    for (const [, dash, , word] of lines[index].matchAll(/(?<![<\d(]\s*)<<(-?)\s*(["']?)([A-Za-z_]\w*)\2(?=[\s;|&>)]|$)/g)) {
      const rest = lines.slice(index + 1);
      const end = rest.findIndex((line) => (dash ? line.replace(/^\t+/, '') : line) === word);
      found.push({ word, lines: end < 0 ? rest : rest.slice(0, end), isClosed: end >= 0, isIndented: rest.some((line) => line.trim() === word) });
      index += end < 0 ? rest.length : end + 1;
    }
  }
  return found;
}
