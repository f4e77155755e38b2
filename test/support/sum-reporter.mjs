/** Prints the sum of a run as one line. */
export default class SumReporter {
  failedFiles = 0;

  onTestFileResult(_test, { testExecError }) {
    this.failedFiles += testExecError ? 1 : 0;
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests }) {
    console.log(`${numPassedTests} passed, ${numFailedTests + this.failedFiles} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`);
  }

  getLastError() {
    return undefined;
  }
}
