import { Finding, Place } from '../../lint/finding';
import { Linter, LinterOptions } from '../../lint/linter';
import { Kustomized } from '../../lint/model/field';
import { KubeObject } from '../../lint/model/kube-object';
import { written } from '../../lint/model/member-index';
import { PodTemplate, PodTemplates } from '../../lint/model/pod-templates';
import { duplicateKey } from '../../lint/other-rules';
import { Suppression } from '../../lint/suppression/suppression';
import { Failure } from '../failure';
import { withPossibleFixes } from '../fix/fix-file';
import { realPath } from '../links';
import { FileWork } from '../reading/file-work';
import { reasonOf } from '../reading/reason';
import { SourceDocument, SourceFile } from '../source/source-file';
import { NotText } from '../source/text';

/** What is known of a file after it has been looked at alone: plain data, which can come from another thread. */
export interface CheckedFile {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
  /** What is to be known of its objects to check them among others, as an index reads it. */
  readonly members: string;
  /** How many objects it has. */
  readonly objects: number;
  readonly failures: readonly Failure[];
}

/** The same of one document. */
type CheckedDocument = Omit<CheckedFile, 'file'>;

export interface FileCheckerOptions extends LinterOptions {
  readonly templates: readonly PodTemplate[];
  /** What kustomizations do with files, by real path. */
  readonly kustomized?: ReadonlyMap<string, Kustomized>;
}

export class FileChecker implements FileWork<CheckedFile> {
  private readonly linter: Linter;
  private readonly templates: PodTemplates;
  private readonly kustomized?: ReadonlyMap<string, Kustomized>;

  constructor(options: FileCheckerOptions) {
    this.linter = new Linter(options);
    this.templates = new PodTemplates(options.templates);
    this.kustomized = options.kustomized;
  }

  public resultOf(file: string, read: () => Uint8Array): CheckedFile {
    try {
      return this.checkSource(new SourceFile(file, read()));
    } catch (error) {
      return this.failed(file, error as Error);
    }
  }

  public failed(file: string, error: Error): CheckedFile {
    const { line, column } = error instanceof NotText ? error : { line: 1, column: 1 };
    return { file, findings: [], suppressions: [], members: '', objects: 0, failures: [{ file, line, column, message: reasonOf(error) }] };
  }

  /** Of each document, only what was found is kept. */
  private checkSource(source: SourceFile): CheckedFile {
    const kustomized = this.kustomized?.size ? this.kustomized.get(realPath(source.name)) : undefined;
    const failures: Failure[] = [];
    const checked: CheckedDocument[] = [];
    for (const document of source.documents((failure) => failures.push(failure))) {
      checked.push(this.checkDocument(source, document, kustomized));
    }
    return {
      file: source.name,
      findings: checked.flatMap(({ findings }) => findings),
      suppressions: checked.flatMap(({ suppressions }) => suppressions),
      members: checked.map(({ members }) => members).filter((members) => members !== '').join('\n'),
      objects: checked.reduce((sum, { objects }) => sum + objects, 0),
      failures: [...failures, ...checked.flatMap((document) => document.failures)],
    };
  }

  private checkDocument(source: SourceFile, document: SourceDocument, kustomized?: Kustomized): CheckedDocument {
    const objects = source.objectsIn(document, this.templates, isAssertion(source.name), kustomized);
    const withoutPods = objects.filter((object) => object.pods.length === 0 && this.templates.areNamedFor(object));
    const checked = objects.map((object) => this.linter.checkObject(object));
    const suppressions = checked.flatMap((object) => object.suppressions);
    return {
      findings: [
        ...this.duplicates(source, document),
        ...withPossibleFixes(source, checked.flatMap(({ findings }) => findings.map((finding) => source.locate(finding)))),
      ],
      suppressions: [
        ...suppressions.map((suppression) => ({ ...suppression, place: source.locatePlace(suppression.place) })),
        ...source.suppressionsIn(document),
      ],
      members: written(checked.flatMap(({ member }) => member ?? [])),
      objects: checked.length,
      failures: withoutPods.map((object) => withoutPod(source, object)),
    };
  }

  private duplicates(source: SourceFile, document: SourceDocument): Finding[] {
    const rule = this.linter.rules.find(({ id }) => id === duplicateKey.id);
    return !rule ? [] : document.duplicateKeys.map(({ name, range }) => ({
      rule: rule.id,
      severity: rule.severity,
      message: `field '${name}' is here a second time`,
      help: 'remove one of them',
      place: { object: source.name, origin: { file: source.name, document: document.index }, path: [], ...source.shown(document, range) },
      related: [],
    }));
  }
}

/** Tests of operators (Kuttl, Chainsaw) have files with the fields that they expect, and nothing else: `01-assert.yaml`, `pod-assert.yaml`. */
function isAssertion(file: string): boolean {
  return /(^|[/\\]|\d-)(assert|errors)(-[^/\\]*)?\.ya?ml$|-assert(-[^/\\]*)?\.ya?ml$/i.test(file);
}

function withoutPod(source: SourceFile, object: KubeObject): Failure {
  const { region } = source.locatePlace<Place>({ object: object.title, origin: object.origin, path: [] });
  return { file: source.name, line: region!.startLine, column: region!.startColumn, message: `${object.title} has no pod where 'podTemplates' of the configuration says` };
}
