import { checkObject, KeptObject } from '../../lint/check';
import { Finding } from '../../lint/finding';
import { Linter, LinterOptions } from '../../lint/linter';
import { PodTemplate, PodTemplates } from '../../lint/model/pod-templates';
import { duplicateKey } from '../../lint/other-rules';
import { Suppression } from '../../lint/suppression/suppression';
import { Failure, SourceDocument, SourceFile } from '../source/source-file';

/** What is known of a file after it has been looked at alone: plain data, which can come from another thread. */
export interface CheckedFile {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  readonly kept: readonly KeptObject[];
  readonly failures: readonly Failure[];
}

export interface FileCheckerOptions extends LinterOptions {
  readonly templates: readonly PodTemplate[];
}

export class FileChecker {
  private readonly linter: Linter;
  private readonly templates: PodTemplates;

  constructor(options: FileCheckerOptions) {
    this.linter = new Linter(options);
    this.templates = new PodTemplates(options.templates);
  }

  /** Never throws: what cannot be checked is a failure of the file. */
  public check(file: string, read: () => Uint8Array): CheckedFile {
    try {
      return this.checkSource(new SourceFile(file, read()));
    } catch (error) {
      const failure = { file, line: 1, column: 1, message: (error as Error).message };
      return { file, findings: [], suppressions: [], kept: [], failures: [failure] };
    }
  }

  private checkSource(source: SourceFile): CheckedFile {
    const checked = source.objects(this.templates).map((object) => checkObject(this.linter, object));
    const suppressions = checked.flatMap((object) => object.suppressions);
    return {
      file: source.name,
      findings: [
        ...source.documents.flatMap((document) => duplicates(source, document)),
        ...checked.flatMap(({ findings }) => findings.map((finding) => source.locate(finding))),
      ],
      suppressions: [
        ...suppressions.map((suppression) => ({ ...suppression, place: source.locatePlace(suppression.place) })),
        ...source.suppressions(),
      ],
      kept: checked.map(({ kept }) => kept),
      failures: source.failures,
    };
  }
}

function duplicates(source: SourceFile, document: SourceDocument): Finding[] {
  return document.duplicateKeys.map(({ name, range }) => ({
    rule: duplicateKey.id,
    severity: duplicateKey.severity,
    message: `field '${name}' is here a second time`,
    help: 'take one of them away',
    place: { object: source.name, origin: { file: source.name, document: document.index }, path: [], ...source.shown(document, range) },
    related: [],
  }));
}
