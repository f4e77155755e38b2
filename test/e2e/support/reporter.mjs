import { Skips } from '../../support/skips.mjs';

/** Prints one line for each behaviour, with the figures that its test gave, then what failed once more, and a sum as the last line. */
export default class BehaviourReporter {
  #failures = [];
  #skips = new Skips();

  onTestFileResult(_test, file) {
    this.#skips.add(file.testResults);
    const figures = new Map((file.console ?? []).map(({ message }) => message.split(/\n(.*)/s)));
    for (const { status: result, fullName, duration, failureMessages } of file.testResults) {
      const status = result === 'pending' ? 'skipped' : result;
      const name = figures.has(fullName) ? `${fullName}: ${figures.get(fullName)}` : fullName;
      console.log(`${status.padEnd(7)} ${String(Math.round((duration ?? 0) / 1000)).padStart(4)} s  ${name}`);
      if (status === 'failed') {
        this.#fail(name, failureMessages.join('\n'));
      }
    }
    if (file.testExecError) {
      this.#fail(file.testFilePath, file.failureMessage ?? file.testExecError.message);
    }
  }

  onRunComplete(_contexts, { numPassedTests, numPendingTests }) {
    this.#failures.forEach((failure) => console.log(failure));
    this.#skips.report().forEach((line) => console.log(line));
    console.log(`${numPassedTests} passed, ${this.#failures.length} failed, ${numPendingTests} skipped`);
  }

  #fail(name, message) {
    const failure = `failed: ${name}\n${message}`;
    console.log(failure);
    this.#failures.push(failure);
  }

  getLastError() {
    return this.#skips.error;
  }
}
