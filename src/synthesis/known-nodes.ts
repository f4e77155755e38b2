import type { Document, Node, Pair } from 'yaml';

export type YamlLibrary = typeof import('yaml');
type PairType = new (key: Node, value: Node) => Pair;

/** How many parts are remembered before all are forgotten, so that memory does not grow with the app. */
const MOST_PARTS = 10_000;

/** A part of a document. Parts with the same content are one part with one number. */
interface Known<Part> {
  readonly part: Part;
  readonly number: number;
}

/**
 * Builds documents from nodes that it remembers: most keys and many values of manifests are the same in all of them, and the library
 * writes them once.
 */
export class KnownNodes {
  private readonly document: Document<Node>;
  private readonly scalars = new Map<unknown, Known<Node>>();
  private readonly collections = new Map<string, Known<Node>>();
  private readonly pairs = new Map<string, Map<number, Known<Pair>>>();
  private readonly RememberingPair: PairType;
  /** Those of the document that is being built. */
  private readonly objects = new Set<object>();
  private size = 0;

  public constructor(private readonly library: YamlLibrary) {
    this.document = new library.Document<Node>(null, { version: '1.1' });
    this.RememberingPair = rememberingPair(library);
  }

  /** Returns undefined for what the library does not write as plain data, such as an object that occurs twice. */
  public documentOf(value: unknown): Document | undefined {
    if (this.size > MOST_PARTS) {
      [this.scalars, this.collections, this.pairs].forEach((parts) => parts.clear());
      this.size = 0;
    }
    this.objects.clear();
    const known = isObject(value) ? this.nodeOf(value) : undefined;
    if (!known) {
      return undefined;
    }
    this.document.contents = known.part;
    return this.document;
  }

  private nodeOf(value: unknown): Known<Node> | undefined {
    if (!isObject(value)) {
      return isPlainScalar(value) ? this.scalarOf(value) : undefined;
    }
    if (this.objects.has(value)) {
      return undefined;
    }
    this.objects.add(value);
    const isList = isPlain(value, Array.prototype);
    if (!isList && !isPlain(value, Object.prototype)) {
      return undefined;
    }
    const keys = Object.keys(value);
    if (isList && keys.length !== value.length) {
      return undefined;
    }
    const items: unknown[] = [];
    let content = isList ? '-' : ':';
    for (const key of keys) {
      const known = isList ? this.nodeOf(value[key]) : this.pairOf(key, value[key]);
      if (!known) {
        return undefined;
      }
      items.push(known.part);
      content += `${known.number},`;
    }
    const { YAMLMap, YAMLSeq } = this.library;
    const { schema } = this.document;
    return this.collections.get(content)
      ?? this.remember(this.collections, content, Object.assign(isList ? new YAMLSeq(schema) : new YAMLMap(schema), { items }) as Node);
  }

  private scalarOf(value: unknown): Known<Node> {
    return this.scalars.get(value) ?? this.remember(this.scalars, value, this.document.createNode(value) as Node);
  }

  private pairOf(key: string, value: unknown): Known<Pair> | undefined {
    const known = this.nodeOf(value);
    if (!known) {
      return undefined;
    }
    let pairs = this.pairs.get(key);
    if (!pairs) {
      pairs = new Map();
      this.pairs.set(key, pairs);
    }
    return pairs.get(known.number) ?? this.remember(pairs, known.number, new this.RememberingPair(this.scalarOf(key).part, known.part));
  }

  private remember<Key, Part>(parts: Map<Key, Known<Part>>, key: Key, part: Part): Known<Part> {
    const known = { part, number: this.size++ };
    parts.set(key, known);
    return known;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

/** Not -0: a map takes it for 0. */
function isPlainScalar(value: unknown): boolean {
  return typeof value !== 'symbol' && typeof value !== 'function' && !Object.is(value, -0);
}

/** Nothing that the library treats in a way of its own, such as dates and sets. */
function isPlain(value: object, prototype: object): boolean {
  return Object.getPrototypeOf(value) === prototype && Object.getOwnPropertySymbols(value).length === 0;
}

/** A pair that remembers its text from the second time on. Without comments, the text depends on nothing but the indentation. */
function rememberingPair(library: YamlLibrary): PairType {
  return class RememberingPair extends library.Pair {
    private texts?: Map<string, string>;

    public toString(context: NonNullable<Parameters<Pair['toString']>[0]>): string {
      const known = this.texts?.get(context.indent);
      if (known !== undefined) {
        return known;
      }
      const text = super.toString(context);
      if (this.texts) {
        this.texts.set(context.indent, text);
      } else {
        this.texts = new Map();
      }
      return text;
    }
  };
}
