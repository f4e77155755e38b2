import { Region, Shown } from '../../lint/finding';
import { detached } from '../detached';

/** What is cut off a line that is shown to people, and how much is shown in front of a place that is further behind. */
const LONGEST_LINE = 400;
const BEFORE = 100;

/** The lines of a text, to tell where an offset is. */
export class Lines {
  private known?: readonly number[];

  constructor(private readonly text: string) {}

  /** @param to the offset behind the last character */
  public region(from: number, to: number): Region {
    const start = this.position(from);
    const end = this.position(Math.max(from, to));
    return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  }

  /** Found when they are asked for: most files are without findings. */
  private get starts(): readonly number[] {
    this.known ??= [...startsOf(this.text)];
    return this.known;
  }

  /** Both count from 1. */
  public position(offset: number): { readonly line: number; readonly column: number } {
    const { starts } = this;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      [low, high] = starts[middle] <= offset ? [middle, high] : [low, middle - 1];
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  }

  public offset(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** A region with the text of its first line. */
  public shown(region: Region): Shown {
    const { startLine, startColumn } = region;
    const lineFrom = startColumn > LONGEST_LINE - BEFORE ? startColumn - 1 - BEFORE : 0;
    return { region, line: this.textOf(startLine, lineFrom), ...lineFrom > 0 && { lineFrom } };
  }

  /** The text of a line, without its end; of a very long one only a part. */
  public textOf(line: number, skipped = 0): string {
    const from = this.offset(line) + skipped;
    return detached(this.text.slice(from, Math.min(this.offset(line + 1), from + LONGEST_LINE)).replace(/[\r\n]+$/, ''));
  }
}

function* startsOf(text: string): Generator<number> {
  yield 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) {
    yield index + lineBreak.length;
  }
}
