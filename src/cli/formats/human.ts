import { createColors } from 'picocolors';
import { addressOf, Reporter, subjectOf, Write } from './reporter';
import { fieldPath } from '../../core/values/field-path';
import { printable, shownWidth } from '../../core/values/printable';
import { Finding, Place, versionsOf } from '../../lint/finding';
import { Failure, whereIs } from '../failure';

/** How much of a line is shown before and behind what is pointed at. */
const BEFORE = 60;
const BEHIND = 100;

/** For people: each finding with the lines it is about. */
export class HumanReporter implements Reporter {
  private readonly colors: ReturnType<typeof createColors>;

  constructor(private readonly write: Write, colored: boolean) {
    this.colors = createColors(colored);
  }

  public add(findings: readonly Finding[], failures: readonly Failure[]): void {
    for (const failure of failures) {
      const where = whereIs(failure);
      this.write(`${this.colors.red(this.colors.bold('not checked'))}: ${printable(failure.message)}\n${where ? `  ${this.arrow()} ${printable(where)}\n` : ''}\n`);
    }
    findings.forEach((finding) => this.write(this.textOf(finding)));
  }

  public end(): void {}

  private textOf(finding: Finding): string {
    const { rule, severity, message, help, fix, place: { template } } = finding;
    const { bold, cyan } = this.colors;
    const paint = this.paintOf(severity);
    const frame = this.frameOf(finding);
    return [
      `${paint(bold(`${severity}[${rule}]`))}: ${bold(printable(message + versionsOf(finding)))}`,
      `  ${this.arrow()} ${printable([addressOf(finding), ...whatOf(finding)].join('  '))}`,
      ...frame,
      ...template === undefined ? [] : [`  ${cyan('=')} template: ${printable(template)}`],
      `  ${cyan('=')} help: ${printable(help)}${fix ? ` (${fix.safe ? '--fix' : '--fix=unsafe'} does it)` : ''}`,
    ].join('\n') + '\n\n';
  }

  private paintOf(severity: string): (text: string) => string {
    const { red, yellow, blue } = this.colors;
    return severity === 'error' ? red : severity === 'warning' ? yellow : blue;
  }

  private arrow(): string {
    return this.colors.cyan('-->');
  }

  /** The lines of all places in order, each pointed at; where one is in another file, with its name. */
  private frameOf({ place, related, severity }: Finding): string[] {
    const spans = [{ at: place, mark: '^', label: '' }, ...related.map((other) => ({ at: other as Place, mark: '-', label: other.message }))]
      .filter(({ at }) => at.region !== undefined)
      .sort((one, other) => one.at.region!.startLine - other.at.region!.startLine || one.at.region!.startColumn - other.at.region!.startColumn);
    const here = spans.filter(({ at }) => at.origin.file === place.origin.file);
    const elsewhere = spans.filter(({ at }) => at.origin.file !== place.origin.file);
    const width = Math.max(2, ...here.map(({ at }) => String(at.region!.startLine).length));
    const bar = this.colors.cyan('|');
    let before = '';
    return [
      ...here.flatMap(({ at, mark, label }) => {
        const { line, pointer } = pointed(at, mark, label);
        const paint = mark === '^' ? this.paintOf(severity) : this.colors.cyan;
        const source = `${this.colors.cyan(String(at.region!.startLine).padStart(width))} ${bar} ${line}`;
        const isNew = source !== before;
        before = source;
        return [...isNew ? [source] : [], `${' '.repeat(width)} ${bar} ${pointer.lead}${paint(pointer.marks)}`];
      }),
      ...elsewhere.map(({ at, label }) => `  ${this.colors.cyan('=')} ${printable(`${at.origin.file}:${at.region!.startLine}:${at.region!.startColumn}: ${label}`)}`),
    ];
  }
}

/** The part of a line around a place, and what to write below it. Tabs stay tabs, so that both lines stay in step. */
function pointed({ region, line = '', lineFrom = 0 }: Place, mark: string, label: string): { line: string; pointer: { lead: string; marks: string } } {
  const { startLine, startColumn, endLine, endColumn } = region!;
  const at = startColumn - 1 - lineFrom;
  const from = Math.max(0, at - BEFORE);
  const to = Math.min(line.length, at + BEHIND);
  const end = endLine === startLine ? Math.min(endColumn - 1 - lineFrom, to) : to;
  const cut = from + lineFrom > 0 ? '…' : '';
  const marks = below(line.slice(at, end), mark) || mark;
  return {
    line: printable(`${cut}${line.slice(from, to)}${to < line.length ? '…' : ''}`),
    pointer: { lead: below(`${cut}${line.slice(from, at)}`, ' '), marks: label ? `${marks} ${printable(label)}` : marks },
  };
}

/** As wide as a text above it, of one character. */
function below(text: string, character: string): string {
  return printable(text).replace(/[^\t]+/g, (part) => character.repeat(shownWidth(part)));
}

/** The object with container and field; nothing where the address of the file says it all. */
function whatOf(finding: Finding): string[] {
  const { object, origin: { file }, path } = finding.place;
  return object === file ? [] : [[subjectOf(finding), ...path.length > 0 ? [fieldPath(path)] : []].join(', ')];
}
