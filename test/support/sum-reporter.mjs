import { readFileSync } from 'node:fs';

const MISSING = / \(skipped: missing (.+)\)$/;
const allowed = JSON.parse(readFileSync(new URL('allowed-skips.json', import.meta.url), 'utf8')).programs;

/** Prints which programs were missing, and the sum of a run as its last line. With REQUIRE_PROGRAMS=1 no other skip than a listed one is taken. */
export default class SumReporter {
  #failedFiles = 0;
  #missing = new Set();
  #unexpected = [];

  onTestFileResult(_test, { testExecError, testResults }) {
    this.#failedFiles += testExecError ? 1 : 0;
    testResults.filter(({ status }) => !['passed', 'failed'].includes(status)).forEach(({ fullName }) => this.#skipped(fullName));
  }

  #skipped(name) {
    const programs = MISSING.exec(name)?.[1].split(', ') ?? [];
    programs.forEach((program) => this.#missing.add(program));
    if (programs.length === 0 || programs.some((program) => !(program in allowed))) {
      this.#unexpected.push(name);
    }
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
    if (this.#missing.size > 0) {
      console.log(`tests are skipped without: ${[...this.#missing].sort().join(', ')}`);
    }
    const error = this.getLastError();
    if (error) {
      console.log(error.message);
    }
    console.log(`${numPassedTests} passed, ${numFailedTests + this.#failedFiles} failed, ${numPendingTests + numTodoTests} skipped`);
  }

  getLastError() {
    const refused = process.env.REQUIRE_PROGRAMS && this.#unexpected.length > 0;
    return refused ? new Error(`skipped, but not named in allowed-skips.json:\n${this.#unexpected.join('\n')}`) : undefined;
  }
}
