import { Skips } from './skips.mjs';

/** Prints which programs were missing, and the sum of a run as its last line. */
export default class SumReporter {
  #failedFiles = 0;
  #skips = new Skips();

  onTestFileResult(_test, { testExecError, testResults }) {
    this.#failedFiles += testExecError ? 1 : 0;
    this.#skips.add(testResults);
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
    this.#skips.report().forEach((line) => console.log(line));
    console.log(`${numPassedTests} passed, ${numFailedTests + this.#failedFiles} failed, ${numPendingTests + numTodoTests} skipped`);
  }

  getLastError() {
    return this.#skips.error;
  }
}
