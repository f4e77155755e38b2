import { CLEAN, FOUND, NOT_CHECKED } from './exit-codes';
import { Finding } from '../../lint/finding';
import { Severity } from '../../lint/rule';
import { isAtLeast } from '../../lint/severity';
import { Failure } from '../failure';

/** From so many findings on, the rules are counted too: nobody reads that many one by one. */
const MANY = 20;

/** Counts what was found. */
export class Summary {
  private readonly counts = { error: 0, warning: 0, info: 0 };
  private readonly byRule = new Map<string, number>();
  private readonly files = new Set<string | undefined>();
  private safeFixes = 0;
  private failures = 0;
  private objects = 0;
  private fails = false;

  constructor(private readonly failOn: Severity) {}

  /** @param objects how many objects were checked */
  public add(findings: readonly Finding[], failures: readonly Failure[], objects = 0): void {
    this.objects += objects;
    this.failures += failures.length;
    for (const { rule, severity, fix, place: { origin: { file } } } of findings) {
      this.counts[severity]++;
      this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
      this.files.add(file);
      this.safeFixes += fix?.safe ? 1 : 0;
      this.fails ||= isAtLeast(severity, this.failOn);
    }
  }

  public get exitCode(): number {
    return this.failures > 0 ? NOT_CHECKED : this.fails ? FOUND : CLEAN;
  }

  /** @param files how many files were given */
  public text(files: number): string {
    const { error, warning, info } = this.counts;
    const found = [counted(error, 'error'), counted(warning, 'warning'), info > 0 ? `${info} info` : ''].filter(Boolean).join(', ');
    const failed = this.failures > 0 ? `; not checked: ${this.failures}` : '';
    const of = files > 1 && this.files.size > 0 ? `${this.files.size} of ` : '';
    const fixes = this.safeFixes > 0 ? `; --fix can fix ${this.safeFixes}` : '';
    const empty = this.objects + this.failures === 0 ? '; no Kubernetes objects were found' : '';
    return `${this.rules()}${found} in ${of}${counted(files, 'file')}${empty}${failed}${fixes}\n`;
  }

  /** How often each rule found something, the most frequent one first. */
  private rules(): string {
    const counts = [...this.byRule].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
    const width = String(counts[0]?.[1] ?? 0).length;
    return counts.reduce((sum, [, count]) => sum + count, 0) < MANY ? ''
      : `${counts.map(([rule, count]) => `${String(count).padStart(width)}  ${rule}\n`).join('')}\n`;
  }
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
