import * as fs from 'node:fs';
import * as path from 'node:path';
import { nameFrom } from './globs';
import { Finding } from '../../lint/finding';
import { isMapping } from '../../lint/model/field';
import { replaceFile } from '../replace-file';
import { decode } from '../source/text';
import { statOf } from '../stat-of';

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
  /** @throws if the file is not a baseline */
  public static readFrom(file: string): Baseline {
    if (!fs.existsSync(file)) {
      throw new Error(`baseline '${file}' does not exist: write it with --write-baseline ${file}`);
    }
    let parsed: { readonly version?: unknown; readonly findings?: unknown };
    try {
      parsed = JSON.parse(decode(fs.readFileSync(file)).text) as typeof parsed;
    } catch (error) {
      throw new Error(`baseline ${file} cannot be read: ${(error as Error).message}; write it with --write-baseline`);
    }
    if (parsed.version !== 1 || !Array.isArray(parsed.findings)) {
      throw new Error(`${file} is not a baseline of version 1: write it with --write-baseline`);
    }
    const wrong = parsed.findings.findIndex((entry) => !isEntry(entry));
    if (wrong >= 0) {
      throw new Error(`findings.${wrong} of baseline ${file} is not valid: write it again with --write-baseline`);
    }
    return new Baseline(path.dirname(file), parsed.findings as Entry[]);
  }

  /** One to be written. @throws if something else is in the file */
  public static writtenTo(file: string): Baseline {
    if (statOf(file)?.isFile() && !isReplaceable(file)) {
      throw new Error(`'${file}' is not a baseline, and is not replaced: name another file, or remove it before`);
    }
    return new Baseline(path.dirname(file));
  }

  private readonly left = new Map<string, Entry>();
  private readonly found = new Map<string, Entry>();
  private readonly checked = new Set<string>();

  /** @param folder that of the file, which the files in it are named from: so it does not matter where the command runs */
  constructor(private readonly folder: string, entries: readonly Entry[] = []) {
    entries.forEach((entry) => this.left.set(idOf(entry), entry));
  }

  /**
   * The findings that are new.
   *
   * @param file a file that was checked as a whole, if they are of one
   */
  public apply(findings: readonly Finding[], file?: string): Finding[] {
    if (file !== undefined && this.left.size > 0) {
      this.checked.add(nameFrom(this.folder, file));
    }
    return findings.filter((finding) => {
      const entry = this.entryOf(finding);
      const id = idOf(entry);
      this.found.set(id, { ...entry, count: (this.found.get(id)?.count ?? 0) + 1 });
      return (this.found.get(id)!.count) > (this.left.get(id)?.count ?? 0);
    });
  }

  /** How many of its findings are there no more. */
  public get stale(): number {
    return [...this.left].reduce((sum, [id, entry]) => sum + entry.count - this.kept(id, entry), 0);
  }

  /** The files that it has findings of and that are not there any more. */
  public get goneFiles(): string[] {
    return [...new Set([...this.left.values()].map((entry) => entry.file))].filter((file) => !this.isThere(file));
  }

  /** Writes all that was found. @returns how many findings that are */
  public write(file: string): number {
    const entries = [...this.found.values()];
    save(file, entries);
    return entries.reduce((sum, { count }) => sum + count, 0);
  }

  /** Writes what it had and is still there; new findings are not added. @returns how many were removed */
  public prune(file: string): number {
    save(file, [...this.left].flatMap(([id, entry]) => {
      const count = this.kept(id, entry);
      return count > 0 ? [{ ...entry, count }] : [];
    }));
    return this.stale;
  }

  /** How many findings of an entry are there still; of a file that was not checked nothing is known. */
  private kept(id: string, { file, count }: Entry): number {
    const isUnknown = this.isThere(file) && !this.checked.has(file);
    return isUnknown ? count : Math.min(count, this.found.get(id)?.count ?? 0);
  }

  private isThere(file: string): boolean {
    return this.checked.has(file) || fs.existsSync(path.join(this.folder, file));
  }

  private entryOf({ rule, container, place: { object, origin: { file = '' } } }: Finding): Entry {
    const name = nameFrom(this.folder, file);
    return { file: name, rule, object: object === file ? name : object, container, count: 1 };
  }
}

/** A baseline that cannot be read, as after a merge, may be written again. */
function isReplaceable(file: string): boolean {
  try {
    return /^\s*(\{\s*"version"\s*:\s*\d|$)/.test(decode(fs.readFileSync(file)).text);
  } catch {
    return false;
  }
}

function save(file: string, entries: readonly Entry[]): void {
  const sorted = [...entries].sort((one, other) => idOf(one) < idOf(other) ? -1 : 1);
  const lines = sorted.map(({ file: of, rule, object, container, count }) => `  ${JSON.stringify({ file: of, rule, object, container, count })}`);
  try {
    replaceFile(file, Buffer.from(`{"version": 1, "findings": [\n${lines.join(',\n')}\n]}\n`));
  } catch (error) {
    throw new Error(`baseline '${file}' cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

function isEntry(value: unknown): value is Entry {
  const entry = isMapping(value) ? value : {};
  return ['file', 'rule', 'object'].every((key) => typeof entry[key] === 'string')
    && Number.isInteger(entry.count) && ['string', 'undefined'].includes(typeof entry.container);
}

function idOf({ file, rule, object, container }: Entry): string {
  return JSON.stringify([file, rule, object, container ?? null]);
}
