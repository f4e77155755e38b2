/** What differs from run to run: ids, the ends of pods' names, figures and times; and how far columns are apart. */
const DIFFERING: [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'ID'],
  [/\b[0-9a-f]{16,64}\b/g, 'ID'],
  [/-[0-9a-f]{6,10}-[a-z0-9]{5}\b/g, '-POD'],
  [/-[0-9a-f]{10}\b/g, '-HASH'],
  [/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, 'MONTH'],
  [/(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, 'DAY'],
  [/\d+([.:]\d+)*/g, '0'],
  [/\b0(ms|s|m|h|us|µs|ns|m0s)\b/g, '0'],
  [/\s+/g, ' '],
];

/** Figures that are the point: statuses, how often something was tried, and values of Prometheus. */
const MEANT = /("(?:status|tries)":|^|\(|,")(\d{1,3})(?=[,})"]|$)/g;

export function comparable(line: string): string {
  const kept = line.replace(MEANT, (_, before: string, figure: string) => before + figure.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]));
  return DIFFERING.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), kept).trim();
}

/** Whether a line of a page, where `...` stands for any text, is a line that was printed. */
function isLike(shown: string): (line: string) => boolean {
  const parts = comparable(shown).split('...').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  return (line) => pattern.test(line);
}

/** The first line of a page that a command has not printed behind those before it; a line of `...` stands for any lines. */
export function firstMissing(shown: string[], printed: string): string | undefined {
  const lines = printed.split('\n').map(comparable).filter((line) => line !== '');
  if (shown.length === 0) {
    return lines.length > 0 ? `nothing, but it printed '${lines[0]}'` : undefined;
  }
  let from = 0;
  return shown.filter((line) => line.trim() !== '...' && line.trim() !== '').find((line) => {
    const found = lines.slice(from).findIndex(isLike(line));
    from += found + 1;
    return found === -1;
  });
}
