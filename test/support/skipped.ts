/** Says in one line that tests are left out, past jest, which makes several of it. */
export function skipped(what: string): void {
  process.stderr.write(`skipped: ${what} is not installed\n`);
}
