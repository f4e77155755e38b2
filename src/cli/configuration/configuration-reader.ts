import { fieldPath } from '../../core/values/field-path';
import { didYouMean } from '../../core/values/spelling';
import { valueText } from '../../core/values/type-words';
import { Place } from '../../lint/finding';
import { isMapping, Key, Path } from '../../lint/model/field';
import { ErrorInFile } from '../failure';
import { keyRange, shownRange } from '../source/places';
import { SourceDocument, SourceFile } from '../source/source-file';

const LISTS_RULES = "'cdk8s-pod-patterns explain' lists all";

/** A field of a configuration file. What is of another type than asked for, or not known, is an error with its line. */
export class ConfigurationReader {
  /** The whole file. @throws if a field is there twice, of which YAML takes only one */
  public static of(source: SourceFile, document: SourceDocument): ConfigurationReader {
    const top = new ConfigurationReader(source, document, document.value);
    const [duplicate] = document.duplicateKeys;
    if (duplicate) {
      throw top.errorAt(source.shown(document, duplicate.range), `field '${duplicate.name}' is here a second time: remove one of them`);
    }
    return top;
  }

  private constructor(
    private readonly source: SourceFile,
    private readonly document: SourceDocument,
    private readonly value: unknown,
    private readonly path: Path = [],
  ) {}

  public get key(): string {
    return String(this.path[this.path.length - 1]);
  }

  public at(key: string): ConfigurationReader {
    return this.child(key, isMapping(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined);
  }

  /** @throws unless it is missing, or an object with these fields and no others */
  public allow(keys: readonly string[]): void {
    this.expectKeys(keys, 'field', `use one of ${keys.join(', ')}`);
  }

  /** @throws unless it is missing, or an object whose fields are ids of rules */
  public allowRules(ids: readonly string[]): void {
    this.expectKeys(ids, 'rule', LISTS_RULES);
  }

  /** What names rules. @throws if it is missing, or means none */
  public rule(ids: readonly string[], meant: (text: string) => readonly string[]): string {
    const id = this.required();
    if (meant(id).length === 0) {
      throw this.error(`unknown rule '${id}'${didYouMean(id, ids)}: ${LISTS_RULES}`);
    }
    return id;
  }

  public fields(): ConfigurationReader[] {
    return isMapping(this.value) ? Object.entries(this.value).map(([key, value]) => this.child(key, value)) : [];
  }

  public items(): ConfigurationReader[] {
    this.expect(this.isUnset || Array.isArray(this.value), 'a list');
    return ((this.value ?? []) as unknown[]).map((value, index) => this.child(index, value));
  }

  public text(): string | undefined {
    return this.value === undefined ? undefined : this.required();
  }

  public required(): string {
    if (this.value === undefined) {
      throw this.error(`${fieldPath(this.path)} is missing`);
    }
    this.expectText(typeof this.value === 'string' && this.value.trim() !== '', 'a text that is not empty');
    return this.value as string;
  }

  public flag(): boolean | undefined {
    this.expect(this.value === undefined || typeof this.value === 'boolean', 'true or false');
    return this.value as boolean | undefined;
  }

  /** A list of texts, or one text alone. */
  public texts(read = (item: ConfigurationReader): string => item.required()): string[] | undefined {
    this.expect(!isMapping(this.value), 'a text or a list of texts');
    return this.isUnset ? undefined : Array.isArray(this.value) ? this.items().map(read) : [read(this)];
  }

  /** A path, and a line with or without a column in it. */
  public relativePlace(): string | undefined {
    const text = this.relativePath();
    if (text !== undefined && !/.:\d+$/.test(text)) {
      throw this.error(`'${text}' has no line: write it like 'web.yaml:12:9' or 'web.yaml:12', or use 'file' for a whole file`);
    }
    return text;
  }

  /** What is named from the folder of the file. */
  public relativePath(): string | undefined {
    return this.value === undefined ? undefined : this.expectRelative();
  }

  public relativePaths(): string[] | undefined {
    return this.texts((item) => item.expectRelative());
  }

  public oneOf<T extends string>(choices: readonly T[]): T | undefined {
    const text = this.value === false ? 'off' : this.value; // YAML reads `off` as false
    this.expectText(text === undefined || choices.includes(text as T), `one of ${choices.join(', ')}`);
    return text as T | undefined;
  }

  public place(): Place {
    const { name: file } = this.source;
    return { object: file, origin: { file }, path: this.path, ...this.source.shown(this.document, shownRange(this.document.nodes, this.path)) };
  }

  public error(message: string): Error {
    return this.errorAt(this.place(), message);
  }

  private expectRelative(): string {
    const text = this.required();
    if (/^(\/|[A-Za-z]:[/\\])/.test(text)) {
      throw this.error(`'${text}' is an absolute path, which matches nothing: write it from the folder of this file`);
    }
    if (/\\[\w.]/.test(text)) { // in front of other characters it takes the special meaning from them
      throw this.error(`'${text}' has a backslash between folders, which matches nothing: write '${text.replace(/\\/g, '/')}'`);
    }
    return text;
  }

  private errorAt({ region }: Pick<Place, 'region'>, message: string): Error {
    return new ErrorInFile({ file: this.source.name, line: region!.startLine, column: region!.startColumn, message });
  }

  private expectKeys(keys: readonly string[], noun: string, wayOut: string): void {
    this.expect(this.isUnset || isMapping(this.value), 'a mapping');
    const unknown = this.fields().find(({ key }) => !keys.includes(key));
    if (unknown) {
      const at = this.source.shown(this.document, keyRange(this.document.nodes, unknown.path));
      throw this.errorAt(at, `unknown ${noun} '${unknown.key}'${didYouMean(unknown.key, keys)}: ${wayOut}`);
    }
  }

  private child(key: Key, value: unknown): ConfigurationReader {
    return new ConfigurationReader(this.source, this.document, value, [...this.path, key]);
  }

  /** Lists and mappings may have nothing in them, as when all of it is commented out. */
  private get isUnset(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** YAML takes `y`, `on`, `1.30` and `010` for something else than what is written there. */
  private expectText(met: boolean, wanted: string): void {
    if (!met && ['boolean', 'number'].includes(typeof this.value)) {
      const { line = '', lineFrom = 0, region } = this.place();
      const written = line.slice(region!.startColumn - 1 - lineFrom, region!.endColumn - 1 - lineFrom);
      throw this.error(`${fieldPath(this.path)} must be ${wanted}, and ${written} is read as ${valueText(this.value)}: write text in quotes`);
    }
    this.expect(met, wanted);
  }

  private expect(met: boolean, wanted: string): void {
    if (!met) {
      throw this.error(`${fieldPath(this.path) || 'the file'} ${this.value === null ? `is empty: it must be ${wanted}, or be left out` : `must be ${wanted}, and is ${valueText(this.value)}`}`);
    }
  }
}
