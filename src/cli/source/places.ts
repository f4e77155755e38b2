import { Document, isAlias, isCollection, isMap, isScalar, isSeq, Node, Pair, Scalar } from 'yaml';
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
  /** Whether the way led through an alias or a merged mapping, so that the place belongs to others too. */
  readonly shared: boolean;
}

export function walk(nodes: Document, path: Path): Walk {
  let place: Walk = { node: nodes.contents, whole: true, shared: false };
  for (const key of path) {
    const next = step(nodes, place, key);
    if (!next) {
      return { ...place, whole: false };
    }
    place = next;
  }
  return place;
}

function step(nodes: Document, { node: from, shared }: Walk, key: Key): Walk | undefined {
  const node = followed(from, nodes);
  const through = shared || node !== from;
  if (typeof key === 'number') {
    const item = isSeq(node) ? node.items[key] as unknown : undefined;
    return item === undefined ? undefined : { node: item, whole: true, shared: through };
  }
  const own = isMap(node) ? lastPair(node.items, key) : undefined;
  const pair = own ?? mergedPair(node, key, nodes);
  return pair && { node: pair.value, pair, whole: true, shared: through || !own };
}

function followed(node: unknown, nodes: Document): unknown {
  return isAlias(node) ? node.resolve(nodes) : node;
}

/** Of keys that are there twice the last one counts. */
function lastPair(pairs: readonly Pair[], key: string): Pair | undefined {
  return pairs.filter((pair) => isScalar(pair.key) && !isMergeKey(pair.key) && String(pair.key.value ?? '') === key).pop();
}

function mergedPair(node: unknown, key: string, nodes: Document): Pair | undefined {
  const merged = isMap(node) ? node.items.filter((pair) => isMergeKey(pair.key)).map(({ value }) => followed(value, nodes)) : [];
  for (const source of merged.flatMap((value) => isSeq(value) ? value.items.map((item) => followed(item, nodes)) : [value])) {
    const pair = isMap(source) ? lastPair(source.items, key) ?? mergedPair(source, key, nodes) : undefined;
    if (pair) {
      return pair;
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
  return whole && isScalar(node) && node.source !== '' && rangeOf(node)
    || pair && rangeOf(pair.key)
    || headOf(node)
    || [0, 0];
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

function rangeOf(node: unknown): Range | undefined {
  const range = (node as Node | null)?.range;
  return range ? [range[0], range[1]] : undefined;
}
