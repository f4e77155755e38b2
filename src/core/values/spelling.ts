/** ` (did you mean 'X'?)` with the name that is spelled most like one that is not known, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const most = Math.max(2, Math.floor(name.length / 4));
  const [nearest] = known.map((candidate) => ({ candidate, edits: editsBetween(name, candidate, most) }))
    .filter(({ edits }) => edits <= most)
    .sort((one, other) => one.edits - other.edits);
  return nearest ? ` (did you mean '${nearest.candidate}'?)` : '';
}

/** The Levenshtein distance; anything above `most` where it is larger. */
function editsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) {
    return Infinity;
  }
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  [...one].forEach((character, index) => {
    let corner = row[0];
    row = row.reduce<number[]>((next, above, column) => {
      next.push(column === 0 ? index + 1 : Math.min(above + 1, next[column - 1] + 1, corner + (other[column - 1] === character ? 0 : 1)));
      corner = above;
      return next;
    }, []);
  });
  return row[other.length];
}
