import { answered, noteComparison, noteReading, Value } from './readings';

export type Key = string | number;
export type Path = readonly Key[];

/** Where an object comes from. */
export interface Origin {
  readonly file?: string;
  /** The number of the document in the file, from 0. */
  readonly document?: number;
  /** Where the object is in the document: in a List it is not at the top. */
  readonly prefix?: Path;
  /** Whether it is known to be a patch, of kustomize for example: most of the object stands elsewhere. */
  readonly isPatch?: boolean;
  readonly kustomized?: Kustomized;
  /** The path of the construct, in charts. */
  readonly construct?: string;
}

/** What kustomizations do with a file. */
export interface Kustomized {
  /** The folders of the kustomizations that take it in, also through others: none where the one beside it leaves it out. */
  readonly builds: readonly string[];
  readonly isPatch: boolean;
  /** Whether one of them sets the namespace, whatever the file says. */
  readonly setsNamespace: boolean;
  /** Whether it is changed in a way that is not known. */
  readonly isTransformed: boolean;
  /** Whether one of them takes in objects that are not files here. */
  readonly hasMore: boolean;
  /** What they put around names. */
  readonly affixes: readonly { readonly prefix: string; readonly suffix: string }[];
}

/** The object that a field is in. */
export interface Subject {
  readonly kind: string;
  /** The API group without version; empty for the core group. */
  readonly group: string;
  readonly name: string;
  /** Undefined where the manifest leaves it to whoever applies it. */
  readonly namespace: string | undefined;
  readonly metadata: Field;
  /** For people: `Deployment shop/web`. */
  readonly title: string;
  readonly origin: Origin;
  at(...keys: Path): Field;
}

/**
 * A place in an object: the path to it, and what is there. It may be a place where nothing is, such as the missing `limits` of a container.
 *
 * Manifests hold anything anywhere, so rules read them by this alone: a value of another type than asked for counts as missing, which
 * is for schemas to report.
 */
export class Field {
  private elements?: readonly Field[];
  private members?: readonly Field[];

  constructor(
    public readonly object: Subject,
    private readonly content: unknown,
    public readonly key?: Key,
    public readonly parent?: Field,
  ) {}

  /** What is there, as plain data. */
  public get value(): unknown {
    noteReadings(this.content);
    return this.content;
  }

  /** The same, for whoever reads no texts and numbers in it. */
  public get structure(): unknown {
    return this.content;
  }

  /** Of what kind it is. */
  public get type(): 'list' | 'mapping' | 'text' | 'number' | 'flag' | 'nothing' {
    switch (typeof this.content) {
      case 'string': return 'text';
      case 'number': return 'number';
      case 'boolean': return 'flag';
      default: return Array.isArray(this.content) ? 'list' : isMapping(this.content) ? 'mapping' : 'nothing';
    }
  }

  /** The path from the top of the object. */
  public get path(): Path {
    const path: Key[] = [];
    for (let field: Field = this; field.parent; field = field.parent) {
      path.unshift(field.key!);
    }
    return path;
  }

  /** The field further in, whether it is there or not: `container.at('securityContext', 'runAsUser')`. */
  public at(...keys: readonly Key[]): Field {
    let field: Field = this;
    for (let index = 0; index < keys.length; index++) {
      field = field.child(keys[index]);
    }
    return field;
  }

  /** Whether something is there; to Kubernetes, null is nothing. */
  public get exists(): boolean {
    return this.content !== undefined && this.content !== null;
  }

  public get text(): string | undefined {
    if (typeof this.content !== 'string') {
      return undefined;
    }
    noteReading(this.content);
    return this.content;
  }

  public get number(): number | undefined {
    if (typeof this.content !== 'number') {
      return undefined;
    }
    noteReading(this.content);
    return this.content;
  }

  public get flag(): boolean | undefined {
    return typeof this.content === 'boolean' ? this.content : undefined;
  }

  /** A string, or a number or boolean as one: for what may be written either way, such as quantities and ports. */
  public get scalar(): string | undefined {
    return scalarOf(this.content);
  }

  /**
   * The answer to a question about what is there, of which nothing else is read: in another object of the same shape, another value with the same
   * answer changes nothing.
   *
   * @param question always the same function, with the same answer to the same value; answers are compared by `Object.is`
   */
  public ask<A extends string | number | boolean | undefined>(question: (value: unknown) => A): A {
    return typeof this.content === 'string' || typeof this.content === 'number' ? answered(this.content, question) : question(this.content);
  }

  /** The text or number for whoever only compares it with identities of other fields: whether it equals them. */
  public get identity(): Value | undefined {
    if (typeof this.content !== 'string' && typeof this.content !== 'number') {
      return undefined;
    }
    noteComparison(this.content);
    return this.content;
  }

  /** The elements of a list. */
  public get items(): readonly Field[] {
    this.elements ??= Array.isArray(this.content) ? this.content.map((_, index) => this.child(index)) : [];
    return this.elements;
  }

  /** The elements of a list that are strings, such as those of a command. */
  public get texts(): readonly string[] {
    return this.items.flatMap(({ text }) => text ?? []);
  }

  /** The fields of an object; each has its name as `key`. */
  public get fields(): readonly Field[] {
    this.members ??= isMapping(this.content) ? Object.keys(this.content).map((key) => this.child(key)) : [];
    return this.members;
  }

  private child(key: Key): Field {
    return new Field(this.object, valueAt(this.content, key), key, this);
  }
}

/** What `Field.scalar` is, for what is read in every object: that takes less time without fields. */
export function scalarOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      noteReading(value);
      return value;
    case 'number':
      noteReading(value);
      return String(value);
    case 'boolean': return String(value);
    default: return undefined;
  }
}

function noteReadings(value: unknown): void {
  if (typeof value === 'string' || typeof value === 'number') {
    noteReading(value);
  } else if (Array.isArray(value)) {
    value.forEach(noteReadings);
  } else if (isMapping(value)) {
    Object.values(value).forEach(noteReadings);
  }
}

export function isMapping(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own properties only: a manifest may have a field called `constructor`, and most have none. */
export function valueAt(value: unknown, key: Key): unknown {
  const fits = typeof key === 'number' ? Array.isArray(value) : isMapping(value);
  return fits && Object.hasOwn(value as object, key) ? (value as Record<Key, unknown>)[key] : undefined;
}
