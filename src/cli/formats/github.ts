import { messageOf, Reporter, subjectOf, Write } from './reporter';
import { Repository } from './repository';
import { Finding } from '../../lint/finding';
import { Severity } from '../../lint/rule';
import { Failure } from '../failure';

const COMMANDS: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Annotations of a GitHub workflow.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export class GithubReporter implements Reporter {
  private readonly repository = new Repository();

  constructor(private readonly write: Write) {}

  public add(findings: readonly Finding[], failures: readonly Failure[]): void {
    for (const { file, line, column: col, message } of failures) {
      this.write(command('error', { file: file && this.repository.pathOf(file), line, col, title: 'not checked' }, message));
    }
    for (const finding of findings) {
      const { origin: { file = '' }, region } = finding.place;
      const where = region ? { line: region.startLine, endLine: region.endLine, col: region.startColumn, endColumn: region.endColumn } : {};
      this.write(command(COMMANDS[finding.severity], { file: this.repository.pathOf(file), ...where, title: finding.rule }, `${subjectOf(finding)}: ${messageOf(finding)}`));
    }
  }

  public end(): void {}
}

function command(name: string, properties: { readonly [name: string]: string | number | undefined }, message: string): string {
  const given = Object.entries(properties).flatMap(([key, value]) => value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`]);
  return `::${name} ${given.join(',')}::${escapeMessage(message)}\n`;
}

/** GitHub's log would take other control characters for colours. */
function escapeMessage(text: string): string {
  return text.replace(/[^\P{Cc}\t\r\n]/gu, '\ufffd').replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
