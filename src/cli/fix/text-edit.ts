/** A stretch of a text, and what to write in its place. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** @returns undefined where two edits are about the same stretch */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const sorted = [...edits].sort((one, other) => one.from - other.from || one.to - other.to);
  const clash = sorted.some(({ from }, index) => index > 0 && (from < sorted[index - 1].to || from === sorted[index - 1].from));
  return clash ? undefined : rewritten(text, sorted);
}

/** Piece by piece: a long text is not copied for each edit. */
function rewritten(text: string, sorted: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to, text: by } of sorted) {
    pieces.push(text.slice(end, from), by);
    end = to;
  }
  return [...pieces, text.slice(end)].join('');
}
