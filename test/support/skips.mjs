import { readFileSync } from 'node:fs';

const REASON = / \(skipped: (missing )?(.+)\)$/;
const allowed = JSON.parse(readFileSync(new URL('allowed-skips.json', import.meta.url), 'utf8'));
const reasons = [...Object.values(allowed.examples), ...Object.values(allowed.versions)];

/** What was skipped in a run: for want of which programs, and what should not have been. */
export class Skips {
  #missing = new Set();
  #unexpected = [];

  add(testResults) {
    for (const { status, fullName } of testResults) {
      if (status !== 'passed' && status !== 'failed') {
        this.#skipped(fullName);
      }
    }
  }

  #skipped(fullName) {
    const [, isMissing, text] = REASON.exec(fullName) ?? [];
    const programs = isMissing ? text.split(', ') : [];
    programs.forEach((program) => this.#missing.add(program));
    if (isMissing ? programs.some((program) => !(program in allowed.programs)) : !reasons.includes(text)) {
      this.#unexpected.push(fullName);
    }
  }

  /** What is to be said at the end of a run. */
  report() {
    const missing = [...this.#missing].sort();
    return [...missing.length > 0 ? [`tests are skipped without: ${missing.join(', ')}`] : [], ...this.error ? [this.error.message] : []];
  }

  /** With REQUIRE_PROGRAMS=1, nothing may be skipped but what allowed-skips.json names. */
  get error() {
    const refused = process.env.REQUIRE_PROGRAMS && this.#unexpected.length > 0;
    return refused ? new Error(`skipped, but not named in allowed-skips.json:\n${this.#unexpected.join('\n')}`) : undefined;
  }
}
