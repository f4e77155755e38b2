import * as fs from 'node:fs';
import { Finding } from '../../lint/finding';

/** Findings that were there already: how many of one kind in one place, without lines, which change with every edit. */
interface Entry {
  readonly file: string;
  readonly rule: string;
  readonly object: string;
  readonly container?: string;
  readonly count: number;
}

/** What was found when the linter came, in a file: it is not reported again. */
export class Baseline {
  /** @throws if the file is no baseline */
  public static readFrom(file: string): Baseline {
    let parsed: { readonly version?: unknown; readonly findings?: unknown };
    try {
      parsed = JSON.parse(fs.readFileSync(file, 'utf8')) as typeof parsed;
    } catch (error) {
      throw new Error(`baseline ${file} cannot be read: ${(error as Error).message}; write it with --write-baseline`);
    }
    if (parsed.version !== 1 || !Array.isArray(parsed.findings)) {
      throw new Error(`${file} is not a baseline of version 1: write it with --write-baseline`);
    }
    return new Baseline(parsed.findings as Entry[]);
  }

  private readonly left = new Map<string, Entry>();
  private readonly found = new Map<string, Entry>();

  constructor(entries: readonly Entry[] = []) {
    entries.forEach((entry) => this.left.set(idOf(entry), entry));
  }

  /** The findings that are new. */
  public apply(findings: readonly Finding[]): Finding[] {
    return findings.filter((finding) => {
      const entry = entryOf(finding);
      const id = idOf(entry);
      this.found.set(id, { ...entry, count: (this.found.get(id)?.count ?? 0) + 1 });
      return (this.found.get(id)!.count) > (this.left.get(id)?.count ?? 0);
    });
  }

  /** How many of its findings are there no more. */
  public get stale(): number {
    return [...this.left].reduce((sum, [id, { count }]) => sum + Math.max(0, count - (this.found.get(id)?.count ?? 0)), 0);
  }

  /** Writes all that was found. */
  public write(file: string): void {
    save(file, [...this.found.values()]);
  }

  /** Writes what it had and is still there; new findings are not added. */
  public prune(file: string): void {
    save(file, [...this.left].flatMap(([id, entry]) => {
      const count = Math.min(entry.count, this.found.get(id)?.count ?? 0);
      return count > 0 ? [{ ...entry, count }] : [];
    }));
  }
}

function save(file: string, entries: readonly Entry[]): void {
  const sorted = [...entries].sort((one, other) => idOf(one) < idOf(other) ? -1 : 1);
  const lines = sorted.map(({ file: of, rule, object, container, count }) => `  ${JSON.stringify({ file: of, rule, object, container, count })}`);
  fs.writeFileSync(file, `{"version": 1, "findings": [\n${lines.join(',\n')}\n]}\n`);
}

function entryOf({ rule, container, place: { object, origin: { file = '' } } }: Finding): Entry {
  return { file, rule, object, container, count: 1 };
}

function idOf({ file, rule, object, container }: Entry): string {
  return JSON.stringify([file, rule, object, container ?? null]);
}
