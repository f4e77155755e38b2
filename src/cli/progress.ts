import { Output } from './output';

const INTERVAL = 200;

/** A line on a terminal that says how far a long check is. Whoever writes something else clears it before. */
export class Progress {
  private done = 0;
  private shownAt: number;
  private shown = false;

  constructor(private readonly total: number, private readonly output: Output) {
    this.shownAt = Date.now() + INTERVAL; // a short check shows nothing
  }

  public step(): void {
    this.done++;
    if (this.output.isErrorTerminal && Date.now() - this.shownAt > INTERVAL) {
      this.shownAt = Date.now();
      this.shown = true;
      this.output.note(`\r\u001b[Kchecked ${this.done} of ${this.total} files`);
    }
  }

  public clear(): void {
    if (this.shown) {
      this.shown = false;
      this.output.note('\r\u001b[K');
    }
  }
}
