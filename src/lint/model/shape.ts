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
 * annotations, where the same of these are equal. Rules that look at one object find the same in them.
 */
export function shapeOf(object: KubeObject): string {
  const names = new Map<string, number>();
  return written(object.root.value, '', '', 0, names);
}

/** Each value as what it is and how long, followed by its parts, so that different objects never look the same. */
function written(value: unknown, key: string, parent: string, depth: number, names: Map<string, number>): string {
  if (typeof value === 'string') {
    return isName(key, parent, depth) ? `n${numberOf(value, names)};` : `t${value.length};${value}`;
  }
  if (Array.isArray(value)) {
    let shape = `l${value.length};`;
    for (const element of value) {
      shape += written(element, '', key, depth + 1, names);
    }
    return shape;
  }
  if (isMapping(value)) {
    const keys = Object.keys(value);
    let shape = `m${keys.length};`;
    for (const own of keys) {
      shape += `${own.length};${own}${written(value[own], own, key, depth + 1, names)}`;
    }
    return shape;
  }
  return `s${typeof value};${String(value)};`;
}

function numberOf(name: string, names: Map<string, number>): number {
  const known = names.get(name) ?? names.size;
  names.set(name, known);
  return known;
}

function isName(key: string, parent: string, depth: number): boolean {
  return LABELS.has(parent) || (parent === 'annotations' && key !== DEFAULT_CONTAINER) || REFERENCE_FIELDS.has(key)
    || (key === 'name' && REFERENCES.has(parent))
    || (depth === 2 && parent === 'metadata' && IDENTITY.has(key));
}
