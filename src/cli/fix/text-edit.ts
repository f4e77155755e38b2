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
  return clash ? undefined : sorted.reduceRight((result, { from, to, text: by }) => result.slice(0, from) + by + result.slice(to), text);
}
