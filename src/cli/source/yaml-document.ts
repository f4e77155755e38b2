import { Composer, Document, isCollection, isScalar, Parser, ScalarTag, Tags, visit, YAMLError } from 'yaml';
import { checkAliases, checkMerges, linkAliases } from './aliases';
import { LenientLexer } from './lenient-lexer';
import { isMergeKey } from './places';
import { Unreadable } from './unreadable';

/** YAML as kubectl and Helm read it: version 1.1, where `yes` is true and `010` is eight, but without times, sets and the like. */
const UNKNOWN_TO_KUBERNETES = ['timestamp', 'set', 'omap', 'pairs', 'binary'];

function isKnown(tag: Tags[number]): boolean {
  return typeof tag === 'string'
    || !UNKNOWN_TO_KUBERNETES.some((name) => tag.tag.endsWith(`:${name}`)) && (tag as { format?: string }).format !== 'TIME';
}

/** A lone dot is text: a number has a digit. */
function withDigits(tag: Tags[number]): Tags[number] {
  return typeof tag === 'object' && tag.tag.endsWith(':float') && 'test' in tag && tag.test?.test('.')
    ? { ...tag, test: /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\._*[0-9][0-9_]*)$/ }
    : tag;
}

const OPTIONS = {
  version: '1.1',
  schema: 'yaml-1.1',
  merge: true,
  customTags: (tags: Tags): Tags => tags.filter(isKnown).map(withDigits),
  resolveKnownTags: false,
  uniqueKeys: false, // asks every key about every other one; duplicateKeys does it once
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** What a plain scalar may be besides text. */
export const SCALAR_TAGS: readonly ScalarTag[] = new Document(null, OPTIONS).schema.tags
  .filter((tag): tag is ScalarTag => tag.default === true && 'test' in tag && tag.test !== undefined);

export interface YamlDocument {
  readonly nodes: Document;
  /** As plain data; undefined where the document is empty. */
  readonly value: unknown;
}

/** @throws Unreadable */
export function readYaml(text: string): YamlDocument {
  checkCharacters(text);
  const nodes = parse(text);
  const [error] = nodes.errors;
  if (error) {
    throw new Unreadable(messageOf(error, text), error.pos[0]);
  }
  if (text.includes('*')) {
    linkAliases(nodes);
    checkAliases(nodes);
  }
  if (text.includes('<<')) {
    checkMerges(nodes);
  }
  if (COMPLEX_KEY.test(text)) {
    checkKeys(nodes, text);
  }
  return { nodes, value: guard(() => nodes.toJS({ maxAliasCount: -1 }) as unknown) ?? undefined };
}

/** What YAML does not allow anywhere, not in comments either; JSON that Kubernetes reads as JSON has rules of its own. */
const NOT_ALLOWED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** @throws Unreadable */
function checkCharacters(text: string): void {
  const at = /^\s*\{/.test(text) ? -1 : text.search(NOT_ALLOWED);
  if (at >= 0) {
    const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    throw new Unreadable(`not valid YAML: the control character U+${code} is not allowed`, at);
  }
}

function parse(text: string): Document {
  const parser = new Parser();
  Object.assign(parser, { lexer: new LenientLexer() });
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // a document may have a million faults, and each would tell at length where in the parser it was found
  try {
    const [first] = new Composer(OPTIONS).compose(parser.parse(text), true, text.length);
    return first as Document;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
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

export function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Unreadable((error as Error).message, 0);
  }
}

/** Where a mapping or list may be a key: Kubernetes has only text as keys, but `name: {{ name }}` of a template is such YAML. */
const COMPLEX_KEY = /[{,]\s*[{[]|[\]}]\s*:|(?:^|[\s,{[-])\?\s/;

/** @throws Unreadable */
function checkKeys(nodes: Document, text: string): void {
  visit(nodes, {
    Map(_, { items }) {
      const key = items.map((item) => item.key).find(isCollection);
      if (key) {
        throw new Unreadable(withHint('not valid for Kubernetes: a key must be text', text), key.range![0]);
      }
    },
  });
}

function messageOf({ message }: YAMLError, text: string): string {
  const first = message.split('\n')[0].replace(/\.$/, '');
  return withHint(`not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`, text);
}

function withHint(message: string, text: string): string {
  const hint = /\{\{|\{%/.test(text) ? ' (this looks like a template: check what it renders, as of `helm template`)'
    : /^NOTES:[ \t]*$/m.test(text) ? ' (`helm install` writes notes behind the manifests: check what `helm template` or `helm get manifest` writes)' : '';
  return message + hint;
}
