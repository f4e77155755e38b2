import { setImmediate } from 'node:timers/promises';
import { Output } from './output';

const INTERVAL = 200;

/** What a terminal and a program that stops others send. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A line on a terminal that says how far a long check is. Whoever writes something else clears it before, and so does a signal that ends the command. */
export class Progress {
  private done = 0;
  private shownAt: number;
  private shown = false;

  constructor(private readonly total: number, private readonly output: Output) {
    this.shownAt = Date.now() + INTERVAL; // a short check shows nothing
  }

  public async step(): Promise<void> {
    this.done++;
    if (this.output.isErrorTerminal && Date.now() - this.shownAt > INTERVAL) {
      this.show();
      await setImmediate(); // or signals would wait for the end
    }
  }

  public clear(): void {
    if (this.shown) {
      this.shown = false;
      SIGNALS.forEach((signal) => process.off(signal, this.stop));
      this.output.note('\r\u001b[K');
    }
  }

  private show(): void {
    if (!this.shown) {
      SIGNALS.forEach((signal) => process.on(signal, this.stop));
    }
    this.shownAt = Date.now();
    this.shown = true;
    this.output.note(`\r\u001b[Kchecked ${this.done} of ${this.total} files`);
  }

  /** Ends as the signal ends it without a line, so that the shell sees which one it was. */
  private readonly stop = (signal: NodeJS.Signals): void => {
    this.clear();
    process.kill(process.pid, signal);
  };
}
