import { Document } from 'yaml';
import { commentedSuppressions } from './comments';
import { checkExpansion, checkSize, MOST_PARTS } from './limits';
import { Lines } from './lines';
import { lineRange, meantText, Range, shownRange } from './places';
import { plainData } from './plain-data';
import { decode, EncodedText } from './text';
import { Unreadable } from './unreadable';
import { duplicateKeys, guard, readYaml, YamlDocument } from './yaml-document';
import { Finding, MeantText, Place, Region, Shown } from '../../lint/finding';
import { isMapping, Kustomized } from '../../lint/model/field';
import { KubeObject } from '../../lint/model/kube-object';
import { PodTemplates } from '../../lint/model/pod-templates';
import { objectsIn } from '../../lint/objects';
import { Suppression } from '../../lint/suppression/suppression';
import { detached } from '../detached';
import { Failure } from '../failure';

/** A document of a file. Its nodes, which know where they are, cost most of the time of a check: they are there for who asks for them. */
export class SourceDocument {
  public readonly value: unknown;
  /** Whether it may have some. */
  public readonly hasAliases: boolean;
  private known?: YamlDocument;

  /**
   * @param offset where it starts in the file
   * @throws Unreadable
   */
  constructor(public readonly index: number, public readonly offset: number, public readonly text: string) {
    if (text.length > MOST_PARTS) {
      guard(() => checkSize(text)); // what is shorter has no more parts, and what is nested too deeply is not plain
    }
    this.hasAliases = text.includes('*') && text.includes('&');
    const plain = plainData(text);
    this.value = plain ? plain.value : this.read().value;
    if (this.hasAliases) {
      guard(() => checkExpansion(this.value));
    }
  }

  /** The template that Helm has rendered it from, as a comment at its top says. */
  public get template(): string | undefined {
    const path = /^(?:---[ \t]*\r?\n)?# Source: (\S.*)/.exec(this.text)?.[1];
    return path && detached(path.trim());
  }

  public get nodes(): Document {
    return this.read().nodes;
  }

  /** A field that is there twice is not read without nodes. */
  public get duplicateKeys(): ReturnType<typeof duplicateKeys> {
    return this.known ? duplicateKeys(this.known.nodes) : [];
  }

  private read(): YamlDocument {
    if (!this.known) {
      guard(() => checkSize(this.text));
      this.known = readYaml(this.text);
    }
    return this.known;
  }
}

/** What only a strategic merge patch has. */
const PATCH_DIRECTIVE = /^[\s{"'-]*\$(patch|retainKeys|setElementOrder|deleteFromPrimitiveList)\b/m;

/** What a file with the name of a kustomization may leave out. */
const KUSTOMIZATION = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

/** The data of a document as objects are read from it. */
export function manifestOf(file: string, value: unknown): unknown {
  return /(^|[/\\])kustomization(\.ya?ml)?$/i.test(file) && isMapping(value) ? { ...KUSTOMIZATION, ...value } : value;
}

/** The documents of a file that can be read, and why the others cannot. */
export interface FileContent {
  readonly documents: readonly SourceDocument[];
  readonly failures: readonly Required<Failure>[];
}

/** A file of YAML or JSON. Its documents are read one after the other: it may have very many. */
export class SourceFile {
  public readonly encoded: EncodedText;
  private readonly lines: Lines;
  private readonly parts: readonly Part[];
  /** Who asks for a document often asks for it again. */
  private last?: SourceDocument;

  /**
   * @param name as findings name it
   * @throws if the bytes are no text
   */
  constructor(public readonly name: string, bytes: Uint8Array) {
    this.encoded = decode(bytes);
    this.lines = new Lines(this.encoded.text);
    this.parts = split(this.encoded.text);
  }

  /**
   * @param fail is told why a document cannot be read
   * @param isWanted whether to read a document with this text
   */
  public *documents(fail = (_: Required<Failure>): void => undefined, isWanted = (_: string): boolean => true): Generator<SourceDocument> {
    for (const [index, { offset }] of this.parts.entries()) {
      let document: SourceDocument | undefined;
      try {
        document = isWanted(this.textOf(index)) ? this.document(index) : undefined;
      } catch (error) {
        const at = error instanceof Unreadable ? error.offset : 0;
        fail({ file: this.name, ...this.lines.position(offset + at), message: (error as Error).message });
      }
      if (document) {
        yield document;
      }
    }
  }

  /** All that is in it at once. */
  public content(): FileContent {
    const failures: Required<Failure>[] = [];
    return { documents: [...this.documents((failure) => failures.push(failure))], failures };
  }

  /** @throws Unreadable */
  public document(index: number): SourceDocument | undefined {
    if (this.last?.index !== index) {
      const part = this.parts[index] as Part | undefined;
      this.last = part && new SourceDocument(index, part.offset, this.textOf(index));
    }
    return this.last;
  }

  /** @param isPatch whether the file is known to have patches; one with directives of a patch is one anyway */
  public objectsIn({ index, value, text }: SourceDocument, templates: PodTemplates, isPatch = false, kustomized?: Kustomized): KubeObject[] {
    const patch = isPatch || kustomized?.isPatch || text.includes('$') && PATCH_DIRECTIVE.test(text);
    const origin = { file: this.name, document: index, ...patch && { isPatch: patch }, ...kustomized && { kustomized } };
    return objectsIn(manifestOf(this.name, value), templates, origin);
  }

  public suppressionsIn(document: SourceDocument): Suppression[] {
    return commentedSuppressions(this.name, this.lines, document);
  }

  public offset({ startLine, startColumn }: Region): number {
    return this.lines.offset(startLine) + startColumn - 1;
  }

  /** A range of a document as part of the file, with its first line. */
  public shown(document: SourceDocument, [from, to]: Range): Shown {
    const { template } = document;
    return { ...this.lines.shown(this.lines.region(document.offset + from, document.offset + to)), ...template !== undefined && { template } };
  }

  private textOf(index: number): string {
    const { offset, end } = this.parts[index];
    return this.encoded.text.slice(offset, end);
  }

  /** The finding with the lines of all places that are in this file. */
  public locate(finding: Finding): Finding {
    const place = this.locatePlace(finding.place);
    return {
      ...finding,
      place: { ...place, text: place.text ?? this.meantText(place) },
      related: finding.related.map((other) => this.locatePlace(other)),
    };
  }

  private meantText({ path, origin: { file, document: index = 0, prefix = [] } }: Place): MeantText | undefined {
    const document = this.document(index);
    if (file !== this.name || !document?.hasAliases) {
      return undefined;
    }
    const { offset, alias } = meantText(document.nodes, [...prefix, ...path]);
    return { id: `${index}:${offset}`, ...alias && { start: this.shown(document, [offset, offset]).region, alias: this.shown(document, alias) } };
  }

  public locatePlace<T extends Place>(place: T): T {
    const { file, document: index = 0, prefix = [] } = place.origin;
    const document = this.document(index);
    if (file !== this.name || place.region || !document) {
      return place;
    }
    const { nodes, text } = document;
    const path = [...prefix, ...place.path];
    const range = place.lineOfText === undefined ? shownRange(nodes, path) : lineRange(nodes, path, place.lineOfText, text);
    return { ...place, ...this.shown(document, range) };
  }
}

/** The `---` in front of a document, with the directives and comments before it. Other breaks of Unicode, at which `^` stands too, start no line. */
const DOCUMENT_START = /(?<![^\n])(?:%.*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*)*---(?![^ \t\r\n])/g;

/** Between objects of JSON that follow one another, as in JSON Lines: kubectl reads them too. In one object there would be a comma. */
const NEXT_JSON = /(?<=\}[ \t]*\r?\n)(?=\{)/g;

/** Where a document is in its file. */
interface Part {
  readonly offset: number;
  /** The offset behind its last character. */
  readonly end: number;
}

/**
 * The documents of a text: `---` at the start of a line stands between documents wherever it is. So a broken one does not stop the others,
 * and memory is needed for one at a time.
 */
export function split(text: string): Part[] {
  const separators = /^\s*\{/.test(text) ? [DOCUMENT_START, NEXT_JSON] : [DOCUMENT_START];
  const starts = [0];
  for (const separator of separators) {
    for (const { index } of text.matchAll(separator)) {
      starts.push(index);
    }
  }
  return starts.sort((one, other) => one - other)
    .map((offset, index) => ({ offset, end: starts[index + 1] ?? text.length }))
    .filter(({ offset, end }) => !/^(---)?\s*$/.test(text.slice(offset, end)));
}
