import { Rule } from '../../lint/rule';
import { failureOf } from '../failure';
import { Format, reporterOf } from '../formats';
import { Reporter } from '../formats/reporter';
import { Output } from '../output';

/** The report of a check. It also says why there was no check: otherwise, whoever reads nothing else would see none, or a clean one. */
export class Report {
  private reporter?: Reporter;

  constructor(private readonly format: Format, private readonly output: Output) {}

  public start(rules: readonly Rule[]): Reporter {
    this.reporter = reporterOf(this.format, this.output, rules);
    return this.reporter;
  }

  public end(): void {
    this.reporter?.end();
  }

  /** Ends it with an error; people are told on standard error. */
  public fail(error: Error): void {
    if (this.format !== 'human') {
      const reporter = this.reporter ?? this.start([]);
      reporter.add([], [failureOf(error)]);
      reporter.end();
    }
  }
}
