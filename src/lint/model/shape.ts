import { isMapping } from './field';
import { KubeObject } from './kube-object';

/** Whose `name` is that of another object. */
const REFERENCES = new Set(['configMap', 'configMapRef', 'configMapKeyRef', 'secret', 'secretRef', 'secretKeyRef']);

/** Fields that name another object. */
const REFERENCE_FIELDS = new Set(['secretName', 'claimName', 'serviceAccountName', 'serviceAccount']);

/** Mappings whose values are compared with one another, and with nothing else. */
const LABELS = new Set(['labels', 'matchLabels']);

/** The one annotation whose value counts. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** What identifies an object, and is of no account to rules that look at it alone. */
const IDENTITY = new Set(['name', 'namespace', 'generateName', 'uid']);

/**
 * The same for objects that differ only in their own name, the names of objects they refer to, and the values of labels and
 * annotations, where the same of these are equal. Rules that look at one object find the same in them, but for rules that read the values of
 * environment variables (`readings.ts`), which often have the name of their object in them.
 */
export function shapeOf(object: KubeObject): Shape {
  const seen: Seen = { names: new Map(), values: '' };
  return { text: written(object.root.value, '', 0, seen), values: seen.values };
}

export interface Shape {
  readonly text: string;
  /** The values of environment variables, which are no part of the text. */
  readonly values: string;
}

interface Seen {
  readonly names: Map<string, number>;
  values: string;
}

/** The elements of the list of environment variables. */
const VARIABLE = 'env[]';

/** Each value as what it is and how long, followed by its parts, so that different objects never look the same. */
function written(value: unknown, key: string, depth: number, seen: Seen): string {
  if (Array.isArray(value)) {
    let shape = `l${value.length};`;
    const own = key === 'env' ? VARIABLE : '';
    for (const element of value) {
      shape += typeof element === 'string' ? textual(element) : written(element, own, depth + 1, seen);
    }
    return shape;
  }
  if (!isMapping(value)) {
    return typeof value === 'string' ? textual(value) : `s${typeof value};${String(value)};`;
  }
  const keys = Object.keys(value);
  const isNamed = namedIn(key, depth);
  let shape = `m${keys.length};`;
  for (const own of keys) {
    const field = value[own];
    shape += `${own.length};${own}`;
    if (typeof field !== 'string') {
      shape += written(field, own, depth + 1, seen);
    } else if (key === VARIABLE && own === 'value') {
      shape += 'v;';
      seen.values += textual(field);
    } else {
      shape += isNamed(own) ? `n${numberOf(field, seen.names)};` : textual(field);
    }
  }
  return shape;
}

function textual(value: string): string {
  return `t${value.length};${value}`;
}

function numberOf(name: string, names: Map<string, number>): number {
  const known = names.get(name) ?? names.size;
  names.set(name, known);
  return known;
}

const ALL = (): boolean => true;
const BUT_DEFAULT_CONTAINER = (own: string): boolean => own !== DEFAULT_CONTAINER;
const ITS_OWN = (own: string): boolean => IDENTITY.has(own) || REFERENCE_FIELDS.has(own);
const OF_REFERENCE = (own: string): boolean => own === 'name' || REFERENCE_FIELDS.has(own);
const OF_OTHERS = (own: string): boolean => REFERENCE_FIELDS.has(own);

/** Which fields of a mapping are names. */
function namedIn(key: string, depth: number): (own: string) => boolean {
  switch (true) {
    case LABELS.has(key): return ALL;
    case key === 'annotations': return BUT_DEFAULT_CONTAINER;
    case depth === 1 && key === 'metadata': return ITS_OWN;
    case REFERENCES.has(key): return OF_REFERENCE;
    default: return OF_OTHERS;
  }
}
