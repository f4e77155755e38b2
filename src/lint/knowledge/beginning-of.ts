const LONGEST = 60;

/** The first line of a text, as messages show it: `apk add curl…`. */
export function beginningOf(text: string): string {
  const [line] = text.trim().split('\n');
  return line.length > LONGEST || line !== text.trim() ? `${line.slice(0, LONGEST).trimEnd()}…` : line;
}
