import { addressOf, messageOf, Reporter, subjectOf, Write } from './reporter';
import { Finding } from '../../lint/finding';
import { Failure, textOf } from '../failure';

const ALL = 'all files';

/** A test suite for each file, in which each finding is a test that failed; a file without one is a test that passed. */
export class JunitReporter implements Reporter {
  constructor(private readonly write: Write) {
    write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cdk8s-pod-patterns lint">\n');
  }

  public add(findings: readonly Finding[], failures: readonly Failure[], file?: string): void {
    if (file !== undefined) {
      return this.addSuite(findings, failures, file);
    }
    // what files have to do with one another is in the file that it was found in
    const byFile = new Map<string, { findings: Finding[]; failures: Failure[] }>();
    const suiteOf = (name = ALL): { findings: Finding[]; failures: Failure[] } => {
      const suite = byFile.get(name) ?? { findings: [], failures: [] };
      byFile.set(name, suite);
      return suite;
    };
    findings.forEach((finding) => suiteOf(finding.place.origin.file).findings.push(finding));
    failures.forEach((failure) => suiteOf().failures.push(failure));
    byFile.forEach((suite, name) => this.addSuite(suite.findings, suite.failures, name));
  }

  private addSuite(findings: readonly Finding[], failures: readonly Failure[], file: string): void {
    const cases = [
      ...failures.map((failure) => testCase('not checked', file, `error type="not checked" message=${quoted(failure.message)}`, textOf(failure))),
      ...findings.map((finding) => testCase(
        finding.rule,
        subjectOf(finding),
        `failure type=${quoted(finding.severity)} message=${quoted(finding.message)}`,
        `${addressOf(finding)}: ${messageOf(finding)}`,
      )),
    ];
    const tests = Math.max(1, cases.length);
    this.write(`  <testsuite name=${quoted(file)} tests="${tests}" failures="${findings.length}" errors="${failures.length}">\n`);
    this.write((cases.length > 0 ? cases : [`    <testcase name="lint" classname=${quoted(file)}/>\n`]).join(''));
    this.write('  </testsuite>\n');
  }

  public end(): void {
    this.write('</testsuites>\n');
  }
}

function testCase(name: string, subject: string, outcome: string, text: string): string {
  const [element] = outcome.split(' ', 1);
  return `    <testcase name=${quoted(name)} classname=${quoted(subject)}>\n      <${outcome}>${escape(text)}</${element}>\n    </testcase>\n`;
}

function quoted(text: string): string {
  return `"${escape(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)}"`;
}

/** XML 1.0 cannot have control characters, not even escaped. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
