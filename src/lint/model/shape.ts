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

// Each value is written as what it is, followed by its parts, so that different objects never look the same.
const MAPPING = 0;
const LIST = 1;
const TEXT = 2;
const NAME = 3;
const SCALAR = 4;

/**
 * The same for objects that differ only in their own name, the names of objects they refer to, and the values of labels and
 * annotations, where the same of these are equal. Rules that look at one object find the same in them.
 */
export function shapeOf(object: KubeObject): string {
  const shape: unknown[] = [];
  const names = new Map<unknown, number>();
  write(object.root.value, '', '', 0);
  return JSON.stringify(shape);

  function write(value: unknown, key: string, parent: string, depth: number): void {
    if (typeof value === 'string') {
      if (isName(key, parent, depth)) {
        shape.push(NAME, numberOf(value));
      } else {
        shape.push(TEXT, value);
      }
    } else if (Array.isArray(value)) {
      shape.push(LIST, value.length);
      value.forEach((element) => write(element, '', key, depth + 1));
    } else if (isMapping(value)) {
      const keys = Object.keys(value);
      shape.push(MAPPING, keys.length);
      for (const own of keys) {
        shape.push(own);
        write(value[own], own, key, depth + 1);
      }
    } else {
      shape.push(SCALAR, typeof value, String(value));
    }
  }

  function numberOf(name: string): number {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  }
}

function isName(key: string, parent: string, depth: number): boolean {
  return LABELS.has(parent) || (parent === 'annotations' && key !== DEFAULT_CONTAINER) || REFERENCE_FIELDS.has(key)
    || (key === 'name' && REFERENCES.has(parent))
    || (depth === 2 && parent === 'metadata' && IDENTITY.has(key));
}
