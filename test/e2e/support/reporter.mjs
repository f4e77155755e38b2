/** Prints one line for each behaviour, with the figures that its test gave, and a sum as the last line. */
export default class BehaviourReporter {
  #failed = 0;

  onTestFileResult(_test, file) {
    const figures = new Map((file.console ?? []).map(({ message }) => message.split(/\n(.*)/s)));
    for (const { status: result, fullName, duration, failureMessages } of file.testResults) {
      const status = result === 'pending' ? 'skipped' : result;
      const name = figures.has(fullName) ? `${fullName}: ${figures.get(fullName)}` : fullName;
      console.log(`${status.padEnd(7)} ${String(Math.round((duration ?? 0) / 1000)).padStart(4)} s  ${name}`);
      failureMessages.forEach((message) => console.log(message));
    }
    if (file.testExecError) {
      this.#failed += 1;
      console.log(`failed  ${file.testFilePath}\n${file.failureMessage ?? file.testExecError.message}`);
    }
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests }) {
    const failed = numFailedTests + this.#failed;
    console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`);
  }

  getLastError() {
    return undefined;
  }
}
