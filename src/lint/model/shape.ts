import { isMapping } from './field';
import { KubeObject } from './kube-object';
import { Value } from './readings';

/** Whose `name` is that of another object. */
const REFERENCES = new Set(['configMap', 'configMapRef', 'configMapKeyRef', 'secret', 'secretRef', 'secretKeyRef']);

/** Fields that name another object. */
const REFERENCE_FIELDS: ReadonlySet<string> = new Set(['secretName', 'claimName', 'serviceAccountName', 'serviceAccount']);

/** Mappings whose values are compared with one another, and with nothing else. */
const LABELS = new Set(['labels', 'matchLabels', 'selector']);

/** What ConfigMaps and Secrets hold. */
const DATA = new Set(['data', 'stringData']);

/** What identifies an object, and is of no account to rules that look at it alone. */
const IDENTITY = new Set(['name', 'namespace', 'generateName', 'uid']);

/** What a container is known by. */
const CONTAINERS = new Set(['containers', 'initContainers']);

/** Fields whose values say what an object is, or how a container lives, and the annotations whose values count. */
const FIXED = new Set(['apiVersion', 'kind', 'restartPolicy', 'kubectl.kubernetes.io/default-container', 'prometheus.io/port']);

/**
 * An object without what rules that look at it alone may compare, and no more: its own name, the names of objects it refers to, and the values of
 * labels and annotations; and without the values of its other fields. Rules find the same in two objects with the same shape, but for those that
 * read values that differ (`readings.ts`).
 */
export interface Shape {
  readonly number: number;
  readonly isPatch: boolean;
  readonly root: Part;
  /** Each name of the first object once. */
  readonly names: readonly string[];
  /** The texts and whole numbers of the first object. */
  readonly values: readonly Value[];
}

type PartKind = 'mapping' | 'list' | 'name' | 'text' | 'number' | 'fixed';

/** A field of objects of a shape. V8 reads it fast because all have the same class. */
class Part {
  constructor(
    public readonly kind: PartKind,
    /** The number of a name or of a value; the value where that is fixed. */
    public readonly content: unknown,
    public readonly keys: readonly string[] = [],
    public readonly parts: readonly Part[] = [],
  ) {}
}

/** What an object has in common with others of its shape, and in what it differs. */
export interface Likeness {
  /** The number of its shape. */
  readonly shape: number;
  /** Each name once. */
  readonly names: readonly string[];
  /** The values of the first object of its shape. */
  readonly first: readonly Value[];
  /** The numbers of those that are other ones in this object, in ascending order. */
  readonly changed: readonly number[];
  /** What it has in their place. */
  readonly values: readonly Value[];
}

/** @param number another one than those of all other shapes */
export function shapeOf({ structure, origin }: KubeObject, number: number): Shape {
  const names = new Map<string, number>();
  const values: Value[] = [];
  const partOf = (value: unknown, key: string, depth: number): Part => {
    if (Array.isArray(value)) {
      const own = CONTAINERS.has(key) ? key : '';
      return new Part('list', undefined, [], value.map((element) => partOf(element, own, depth + 1)));
    }
    if (isMapping(value)) {
      const keys = Object.keys(value);
      const named = namesIn(key, depth);
      const isContainer = CONTAINERS.has(key);
      return new Part('mapping', undefined, keys, keys.map((own) => {
        const field = value[own];
        if (FIXED.has(own) || (isContainer && own === 'name')) {
          return new Part('fixed', field);
        }
        return typeof field === 'string' && (named === ALL || named.has(own)) ? new Part('name', numberOf(field, names)) : partOf(field, own, depth + 1);
      }));
    }
    const kind = typeof value === 'string' ? 'text' : Number.isInteger(value) ? 'number' : 'fixed';
    return kind === 'fixed' ? new Part(kind, value) : new Part(kind, values.push(value as Value) - 1);
  };
  return { number, isPatch: origin.isPatch ?? false, root: partOf(structure, '', 0), names: [...names.keys()], values };
}

/** The first object of a shape differs from itself in nothing. */
export function likenessOfFirst({ number, names, values }: Shape): Likeness {
  return { shape: number, names, first: values, changed: [], values: [] };
}

/** @returns undefined if the object has another shape */
export function likenessTo(shape: Shape, { structure, origin }: KubeObject): Likeness | undefined {
  const comparison = new Comparison(shape);
  const fits = shape.isPatch === (origin.isPatch ?? false) && comparison.fits(shape.root, structure);
  const { names } = comparison;
  return fits && new Set(names).size === names.length ? comparison : undefined; // different names are different ones in all objects of a shape
}

class Comparison implements Likeness {
  public readonly shape: number;
  public readonly names: string[] = [];
  public readonly first: readonly Value[];
  public readonly changed: number[] = [];
  public readonly values: Value[] = [];

  constructor(shape: Shape) {
    this.shape = shape.number;
    this.first = shape.values;
  }

  /** V8 compiles one function that calls itself in a fraction of the time that it takes for several that call each other. */
  public fits({ kind, content, keys, parts }: Part, value: unknown): boolean {
    switch (kind) {
      case 'mapping': {
        if (!isMapping(value)) {
          return false;
        }
        let index = 0;
        for (const key in value) { // lists the keys without a copy of them
          if (key !== keys[index] || !this.fits(parts[index], value[key])) {
            return false;
          }
          index++;
        }
        return index === keys.length;
      }
      case 'list': {
        if (!Array.isArray(value) || value.length !== parts.length) {
          return false;
        }
        for (let index = 0; index < parts.length; index++) {
          if (!this.fits(parts[index], value[index])) {
            return false;
          }
        }
        return true;
      }
      case 'name': return typeof value === 'string' && this.fitsName(content as number, value);
      case 'text': return typeof value === 'string' && this.noted(content as number, value);
      case 'number': return Number.isInteger(value) && this.noted(content as number, value as number);
      default: return Object.is(content, value);
    }
  }

  private fitsName(number: number, name: string): boolean {
    if (number === this.names.length) {
      this.names.push(name);
    }
    return this.names[number] === name;
  }

  private noted(number: number, value: Value): true {
    if (this.first[number] !== value) {
      this.changed.push(number);
      this.values.push(value);
    }
    return true;
  }
}

/** The same for objects of the same shape, but for rare coincidences for others too: for looking up. */
export function digestOf(value: unknown, key = ''): number {
  let digest = 1;
  if (Array.isArray(value)) {
    const own = CONTAINERS.has(key) ? key : '';
    for (const element of value) {
      digest = Math.imul(digest, 31) + digestOf(element, own);
    }
  } else if (isMapping(value)) {
    for (const own in value) {
      const field = value[own];
      const text = typeof field === 'string' && (FIXED.has(own) || (own === 'name' && CONTAINERS.has(key))) ? field : own;
      digest = Math.imul(digest, 31) + textDigest(text) + (typeof field === 'object' ? digestOf(field, own) : 0);
    }
  }
  return digest;
}

/** Of some characters. */
function textDigest(text: string): number {
  const { length } = text;
  return length === 0 ? 0 : length * 65_599 + text.charCodeAt(0) * 257 + text.charCodeAt(length - 1) * 31 + text.charCodeAt(Math.floor(length / 2));
}

function numberOf(name: string, names: Map<string, number>): number {
  const known = names.get(name);
  if (known !== undefined) {
    return known;
  }
  names.set(name, names.size);
  return names.size - 1;
}

const ALL = undefined;
const NONE: ReadonlySet<string> = new Set();
const OF_ITSELF: ReadonlySet<string> = new Set([...IDENTITY, ...REFERENCE_FIELDS]);
const OF_REFERENCE: ReadonlySet<string> = new Set(['name', ...REFERENCE_FIELDS]);

/** Which fields of a mapping are names. */
function namesIn(key: string, depth: number): ReadonlySet<string> | typeof ALL {
  switch (true) {
    case LABELS.has(key) || key === 'annotations': return ALL;
    case depth === 1 && key === 'metadata': return OF_ITSELF;
    case depth === 1 && DATA.has(key): return NONE;
    case REFERENCES.has(key): return OF_REFERENCE;
    default: return REFERENCE_FIELDS;
  }
}
