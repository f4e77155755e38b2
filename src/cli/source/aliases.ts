import { Alias, Document, isAlias, isMap, isNode, isSeq, Node, visit, YAMLMap } from 'yaml';
import { MOST_PARTS } from './limits';
import { isMergeKey } from './places';
import { Unreadable } from './unreadable';

/** Lets aliases know what they stand for: each would search the whole document for it otherwise, every time. */
export function linkAliases(nodes: Document): void {
  const anchored = new Map<string, Node>();
  visit(nodes, {
    Node(_, node) {
      if (isAlias(node)) {
        link(node, anchored.get(node.source));
      } else if (node.anchor !== undefined) {
        anchored.set(node.anchor, node);
      }
    },
  });
}

function link(alias: Alias, target: Node | undefined): void {
  type Resolve = Alias['resolve'];
  const resolve: Resolve = (nodes, context) => context
    ? Alias.prototype.resolve.call(alias, nodes, Object.assign(context, { aliasResolveCache: target ? [target] : [] }))
    : target as ReturnType<Resolve>;
  Object.defineProperty(alias, 'resolve', { value: resolve }); // not enumerable: it is no part of the document
}

/** @throws Unreadable if an alias is of nothing, or of what it is in */
export function checkAliases(nodes: Document): void {
  visit(nodes, {
    Alias(_, alias, path) {
      const target = alias.resolve(nodes);
      if (!target || path.includes(target)) {
        throw new Unreadable(`alias '*${alias.source}' ${target ? 'stands in what it is an alias of' : 'is of an anchor that is not above it'}`, alias.range![0]);
      }
    },
  });
}

/**
 * Refuses merges of what is no mapping, and those of merges of merges that take too long: each is made anew wherever it is merged.
 *
 * @throws Unreadable
 */
export function checkMerges(nodes: Document): void {
  const costs = new Map<YAMLMap, number>();
  let total = 0;
  const costOf = (map: YAMLMap): number => {
    const known = costs.get(map);
    if (known !== undefined) {
      return known;
    }
    const cost = map.items.reduce((sum, { key, value }) => (
      sum + 1 + (isMergeKey(key) ? mergedIn(value, key as Node, nodes).reduce((all, merged) => all + costOf(merged), 0) : 0)), 0);
    costs.set(map, cost);
    return cost;
  };
  visit(nodes, {
    Map(_, map) {
      total += costOf(map);
      if (total > MOST_PARTS) {
        throw new Unreadable(`its merges stand for more than ${MOST_PARTS} fields`, map.range![0]);
      }
    },
  });
}

function mergedIn(value: unknown, key: Node, nodes: Document): YAMLMap[] {
  const source = isAlias(value) ? value.resolve(nodes) : value;
  return (isSeq(source) ? source.items : [source]).map((item) => {
    const merged = isAlias(item) ? item.resolve(nodes) : item;
    if (!isMap(merged)) {
      throw new Unreadable("not valid YAML: '<<' merges mappings only", (isNode(item) && item.range ? item : key).range![0]);
    }
    return merged;
  });
}
