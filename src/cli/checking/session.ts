import { CheckedFile, FileCheckerOptions } from './check-file';
import { inOrder } from './order';
import { withoutRepetitions } from './repetitions';
import { grouped } from '../../core/values/grouped';
import { Finding } from '../../lint/finding';
import { Linter } from '../../lint/linter';
import { MemberIndex } from '../../lint/model/member-index';
import { ObjectSet } from '../../lint/model/object-set';
import { PodTemplates } from '../../lint/model/pod-templates';
import { Suppression } from '../../lint/suppression/suppression';
import { Suppressions } from '../../lint/suppression/suppressions';
import { Failure } from '../failure';
import { withPossibleFixes } from '../fix/fix-file';
import { ObjectReader } from '../source/object-reader';
import { SourceFile } from '../source/source-file';

export interface Findings {
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
}

/**
 * Takes in checked files one by one and gives back what is to be reported of each at once, and at the end what they have to do with one
 * another. Of a file only that is kept which the end needs.
 */
export class Session {
  private readonly suppressions: Suppressions;
  private readonly linter: Linter;
  private readonly members = new MemberIndex();
  private files = 0;

  /**
   * @param suppressions what is suppressed from outside
   * @param read reads a file again, for objects that others lead to, and for the lines of what is found at the end
   */
  constructor(
    private readonly options: FileCheckerOptions,
    suppressions: readonly Suppression[],
    private readonly read: (file: string) => Uint8Array,
  ) {
    this.linter = new Linter(options);
    this.suppressions = new Suppressions(this.linter.rules);
    this.suppressions.add(suppressions);
  }

  public add({ findings, suppressions, members, failures }: CheckedFile): Findings {
    this.files++;
    if (suppressions.length > 0) {
      this.suppressions.add(structuredClone(suppressions)); // its texts are pieces of that of the file
    }
    this.members.addWritten(members);
    return { findings: inOrder(this.reported(findings)), failures };
  }

  public finish(): Findings {
    const where = `the objects in the ${this.files === 1 ? 'file' : `${this.files} files`} given`;
    const failures: Failure[] = [];
    let found: Finding[] = [];
    try {
      const reader = new ObjectReader(this.read, new PodTemplates(this.options.templates));
      found = this.locate(this.linter.checkSet(new ObjectSet(this.members, where, ({ origin }) => reader.object(origin))));
    } catch (error) {
      failures.push({ message: `${where}: ${(error as Error).message}` });
    }
    return { findings: inOrder([...this.reported(found), ...this.withPossibleFixes(this.suppressions.problems())]), failures };
  }

  private reported(findings: readonly Finding[]): Finding[] {
    return withoutRepetitions(this.suppressions.apply(findings));
  }

  /** Of suppressions, which are in manifests or in a configuration file. */
  private withPossibleFixes(problems: readonly Finding[]): Finding[] {
    const byFile = grouped(problems, ({ fix, place }) => [fix && place.origin.file]);
    return [...byFile].flatMap(([file, found]) => file === undefined ? found : withPossibleFixes(new SourceFile(file, this.read(file)), found));
  }

  private locate(findings: readonly Finding[]): Finding[] {
    const located = [...findings];
    for (const [file, indices] of concerned(findings)) {
      const source = new SourceFile(file, this.read(file));
      indices.forEach((index) => {
        located[index] = source.locate(located[index]);
      });
    }
    return located;
  }
}

/** The files with the indices of the findings that are about them. */
function concerned(findings: readonly Finding[]): ReadonlyMap<string, readonly number[]> {
  const byFile = new Map<string, number[]>();
  findings.forEach(({ place, related }, index) => {
    for (const file of new Set([place, ...related].flatMap(({ origin }) => origin.file ?? []))) {
      const indices = byFile.get(file);
      if (indices) {
        indices.push(index);
      } else {
        byFile.set(file, [index]);
      }
    }
  });
  return byFile;
}
