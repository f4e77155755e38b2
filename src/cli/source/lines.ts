import { Region } from '../../lint/finding';
import { detached } from '../detached';

/** What is cut off a line that is shown to people. */
const LONGEST_LINE = 400;

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

  /** The text of a line, without its end; of a very long one only the beginning. */
  public textOf(line: number): string {
    const from = this.offset(line);
    return detached(this.text.slice(from, Math.min(this.offset(line + 1), from + LONGEST_LINE)).replace(/[\r\n]+$/, ''));
  }
}

function* startsOf(text: string): Generator<number> {
  yield 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) {
    yield index + lineBreak.length;
  }
}
