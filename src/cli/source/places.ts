import { Alias, Document, isAlias, isCollection, isMap, isScalar, isSeq, Node, Pair, Scalar } from 'yaml';
import { Key, Path } from '../../lint/model/field';

/** A stretch of a document: the offset of its first character, and that behind its last one. */
export type Range = readonly [number, number];

/** How far a path leads in a document. */
export interface Walk {
  /** What is at its end, or at the last place on the way that is there; aliases are followed. */
  readonly node: unknown;
  /** The pair that the node is the value of. */
  readonly pair?: Pair;
  /** Whether all of the path is there. */
  readonly whole: boolean;
  /** The alias through which the way led first: the place belongs to others too. */
  readonly alias?: Alias;
}

export function walk(nodes: Document, path: Path): Walk {
  let place: Walk = { node: nodes.contents, whole: true };
  for (const key of path) {
    const next = step(nodes, place, key);
    if (!next) {
      return { ...place, whole: false };
    }
    place = next;
  }
  return place;
}

function step(nodes: Document, { node: from, alias: before }: Walk, key: Key): Walk | undefined {
  const node = followed(from, nodes);
  const alias = before ?? (isAlias(from) ? from : undefined);
  if (typeof key === 'number') {
    const item = isSeq(node) ? node.items[key] as unknown : undefined;
    return item === undefined ? undefined : { node: item, whole: true, alias };
  }
  const own = isMap(node) ? lastPair(node.items, key) : undefined;
  if (own) {
    return { node: own.value, pair: own, whole: true, alias };
  }
  const merged = mergedPair(node, key, nodes);
  return merged && { node: merged.pair.value, pair: merged.pair, whole: true, alias: alias ?? merged.alias };
}

function followed(node: unknown, nodes: Document): unknown {
  return isAlias(node) ? node.resolve(nodes) : node;
}

/** Of keys that are there twice the last one counts. */
function lastPair(pairs: readonly Pair[], key: string): Pair | undefined {
  return pairs.filter((pair) => isScalar(pair.key) && !isMergeKey(pair.key) && String(pair.key.value ?? '') === key).pop();
}

interface MergedPair {
  readonly pair: Pair;
  readonly alias?: Alias;
}

function mergedPair(node: unknown, key: string, nodes: Document): MergedPair | undefined {
  const merged = isMap(node) ? node.items.filter((pair) => isMergeKey(pair.key)).map(({ value }) => value) : [];
  for (const from of merged.flatMap((value) => isSeq(value) ? value.items : [value])) {
    const source = followed(from, nodes);
    const own = isMap(source) ? lastPair(source.items, key) : undefined;
    const found = own ? { pair: own } : mergedPair(source, key, nodes);
    if (found) {
      return { pair: found.pair, alias: isAlias(from) ? from : found.alias };
    }
  }
  return undefined;
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<' && key.type === Scalar.PLAIN;
}

/** What to show of a place: a scalar as a whole, and of what has lines below it the key, or the first entry of an element of a list. */
export function shownRange(nodes: Document, path: Path): Range {
  const { node, pair, whole } = walk(nodes, path);
  return whole && (isScalar(node) || isAlias(node)) && notEmpty(rangeOf(node))
    || pair && rangeOf(pair.key)
    || headOf(node)
    || [0, 0];
}

/** How the lines of a text are written where they stand one by one: in a block, and between `\n` in double quotes. */
const LINES: { readonly [type: string]: RegExp } = {
  [Scalar.BLOCK_LITERAL]: /(?<=\n)[^\n]*/g,
  [Scalar.QUOTE_DOUBLE]: /(?<=^"|\\n)(?:\\[^n]|[^\\"\n])*/g,
};

/** A line of the text at a path, without what it is indented by; the text as a whole unless it stands there line by line. */
export function lineRange(nodes: Document, path: Path, line: number, source: string): Range {
  const { node } = walk(nodes, path);
  const [from, to] = rangeOf(node) ?? [0, 0];
  const lines = isScalar(node) && LINES[node.type!];
  const found = lines && [...source.slice(from, to).matchAll(lines)].at(line);
  if (!found) {
    return shownRange(nodes, path);
  }
  const [written] = found;
  const start = from + found.index;
  return [start + written.length - written.trimStart().length, start + written.trimEnd().length];
}

/** The name of the field at a path. */
export function keyRange(nodes: Document, path: Path): Range {
  return rangeOf(walk(nodes, path).pair?.key) ?? shownRange(nodes, path);
}

/** Which text is meant at a path, however many aliases stand for it, and the alias through which the path leads to it. */
export function meantText(nodes: Document, path: Path): { readonly offset: number; readonly alias?: Range } {
  const { node, alias = isAlias(node) ? node : undefined } = walk(nodes, path);
  return { offset: rangeOf(followed(node, nodes))?.[0] ?? 0, alias: rangeOf(alias) };
}

function headOf(node: unknown): Range | undefined {
  const [first] = isCollection(node) ? node.items as unknown[] : [];
  if (isMap(node) && first) {
    const { key, value } = first as Pair;
    const start = rangeOf(key);
    return start && (isScalar(value) && rangeOf(value) ? [start[0], rangeOf(value)![1]] : start);
  }
  return rangeOf(node);
}

/** What is left out, as behind `key:`, has a place and no text. */
function notEmpty(range: Range | undefined): Range | undefined {
  return range && range[0] < range[1] ? range : undefined;
}

function rangeOf(node: unknown): Range | undefined {
  const range = (node as Node | null)?.range;
  return range ? [range[0], range[1]] : undefined;
}
