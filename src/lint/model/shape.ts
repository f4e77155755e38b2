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

/** Kinds whose shape says all of them, but for names. */
const CONFIGS = new Set(['ConfigMap', 'Secret']);

// In front of what they say something about, so that different objects never look the same.
const LIST = Symbol('list');
const MAPPING = Symbol('mapping');
const NAME = Symbol('name');
const TEXT = Symbol('text');
const NUMBER = Symbol('number');

/**
 * An object without what rules that look at it alone may compare, and no more: its own name, the names of objects it refers to, and the values of
 * labels and annotations; and without the values of its other fields. Rules find the same in two objects with the same parts, but for those that
 * read values that differ (`readings.ts`).
 */
export interface Shape {
  /** For a name, its number in the list of names. */
  readonly parts: readonly unknown[];
  /** Each name once. */
  readonly names: readonly string[];
  /** Texts and whole numbers, which are no parts. */
  readonly values: readonly Value[];
  /** Of the parts. */
  readonly digest: number;
}

/** What an object has in common with others of its shape, and in what it differs. */
export interface Likeness extends Pick<Shape, 'names' | 'values'> {
  /** The number of its shape. */
  readonly shape: number;
}

export function likenessOf({ names, values }: Shape, shape: number): Likeness {
  return { shape, names, values };
}

/** The values of the one that are different in the other one, which has the same shape. */
export function changedValues(one: Pick<Shape, 'values'>, other: Pick<Shape, 'values'>): readonly Value[] {
  return one.values.filter((value, index) => value !== other.values[index]);
}

export function shapeOf({ root, origin, kind }: KubeObject): Shape {
  const parts: unknown[] = [origin.isPatch ?? false];
  const names = new Map<string, number>();
  const values: Value[] = [];
  const isWhole = CONFIGS.has(kind);
  const add = (part: unknown, key: string, depth: number): void => {
    if (Array.isArray(part)) {
      parts.push(LIST, part.length);
      const own = CONTAINERS.has(key) ? key : '';
      for (const element of part) {
        add(element, own, depth + 1);
      }
    } else if (isMapping(part)) {
      const keys = Object.keys(part);
      const named = namesIn(key, depth);
      const isContainer = CONTAINERS.has(key);
      parts.push(MAPPING, keys.length);
      for (const own of keys) {
        const field = part[own];
        parts.push(own);
        if (FIXED.has(own) || (isContainer && own === 'name')) {
          parts.push(field);
        } else if (typeof field === 'string' && (named === ALL || named.has(own))) {
          parts.push(NAME, numberOf(field, names));
        } else {
          add(field, own, depth + 1);
        }
      }
    } else if (isWhole) {
      parts.push(part);
    } else if (typeof part === 'string') {
      parts.push(TEXT);
      values.push(part);
    } else if (Number.isInteger(part)) {
      parts.push(NUMBER);
      values.push(part as number);
    } else {
      parts.push(part);
    }
  };
  add(root.structure, '', 0);
  return { parts, names: [...names.keys()], values, digest: digestOf(parts) };
}

/** Of long texts, some characters. */
function digestOf(parts: readonly unknown[]): number {
  let digested = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      digested = Math.imul(digested, 31) + part.length;
      for (let index = 0, step = Math.ceil(part.length / 16); index < part.length; index += step) {
        digested = Math.imul(digested, 31) + part.charCodeAt(index);
      }
    } else if (typeof part === 'number') {
      digested = Math.imul(digested, 31) + (Number.isSafeInteger(part) ? part : 0);
    }
  }
  return digested;
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
