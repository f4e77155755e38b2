import { Document, isScalar, parseDocument, Tags, visit, YAMLError } from 'yaml';
import { isMergeKey } from './places';
import { checkExpansion, checkSize } from './limits';

/** YAML as kubectl and Helm read it: version 1.1, where `yes` is true and `010` is eight, but without times, sets and the like. */
const UNKNOWN_TO_KUBERNETES = ['timestamp', 'set', 'omap', 'pairs', 'binary'];

function isKnown(tag: Tags[number]): boolean {
  return typeof tag === 'string'
    || !UNKNOWN_TO_KUBERNETES.some((name) => tag.tag.endsWith(`:${name}`)) && (tag as { format?: string }).format !== 'TIME';
}

const OPTIONS = {
  version: '1.1',
  schema: 'yaml-1.1',
  merge: true,
  customTags: (tags: Tags): Tags => tags.filter(isKnown),
  resolveKnownTags: false,
  uniqueKeys: false, // asks every key about every other one; duplicateKeys does it once
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Why a document cannot be read, and where. */
export class Unreadable extends Error {
  constructor(message: string, public readonly offset: number) {
    super(message);
  }
}

export interface YamlDocument {
  readonly nodes: Document;
  /** As plain data; undefined where the document is empty. */
  readonly value: unknown;
}

/** @throws Unreadable */
export function readYaml(text: string): YamlDocument {
  guard(() => checkSize(text));
  const nodes = parseDocument(text, OPTIONS);
  const [error] = nodes.errors;
  if (error) {
    throw new Unreadable(messageOf(error, text), error.pos[0]);
  }
  const aliased = text.includes('*') && hasAlias(nodes);
  const value = guard(() => nodes.toJS({ maxAliasCount: -1 }) as unknown);
  if (aliased) {
    guard(() => checkExpansion(value));
  }
  return { nodes, value: value ?? undefined };
}

/** The keys that a mapping has a second time. The last one counts. */
export function duplicateKeys(nodes: Document): { readonly name: string; readonly range: readonly [number, number] }[] {
  const duplicates: { name: string; range: readonly [number, number] }[] = [];
  visit(nodes, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (isScalar(key) && !isMergeKey(key)) {
          if (seen.has(key.value)) {
            duplicates.push({ name: String(key.value), range: [key.range![0], key.range![1]] });
          }
          seen.add(key.value);
        }
      }
    },
  });
  return duplicates;
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Unreadable((error as Error).message, 0);
  }
}

/** @throws Unreadable if an alias is of nothing, or of what it is in */
function hasAlias(nodes: Document): boolean {
  let found = false;
  visit(nodes, {
    Alias(_, alias, path) {
      found = true;
      const target = alias.resolve(nodes);
      if (!target || path.includes(target)) {
        throw new Unreadable(`alias '*${alias.source}' ${target ? 'stands in what it is an alias of' : 'is of an anchor that is not above it'}`, alias.range![0]);
      }
    },
  });
  return found;
}

function messageOf({ message }: YAMLError, text: string): string {
  const first = message.split('\n')[0].replace(/\.$/, '');
  return `not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`
    + (text.includes('{{') ? ' (this looks like a template: check what it renders, as of `helm template`)' : '');
}
