import { Document, isCollection, isMap, isScalar, isSeq, Node, Pair, Scalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import { DataChange } from './data-change';
import { renderBlock, renderFlow, renderItem, renderKey, renderScalar } from './rendering';
import { TextEdit } from './text-edit';
import { Key, Path } from '../../lint/model/field';
import { walk } from '../source/places';

/** Finds what to write where in the text of a document, so that all else stays as it is. Whoever asks compares what comes of it. */
export class ChangeEdits {
  private readonly eol: string;
  /** What aliases stand for: they would get another value too, or be of nothing. */
  private readonly shared = new Set<Node>();
  private readonly isJson: boolean;

  constructor(private readonly nodes: Document, private readonly text: string) {
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.isJson = /^\s*[[{]/.test(text);
    visit(nodes, {
      Alias: (_, alias) => {
        this.shared.add(alias.resolve(nodes)!);
      },
    });
  }

  /** @returns undefined where it cannot be done without harm to something else */
  public of({ path, to }: DataChange): TextEdit | undefined {
    const { node, whole, alias } = walk(this.nodes, path);
    if (alias || path.length === 0) {
      return undefined;
    }
    if (to === undefined) {
      return whole ? this.removal(path) : undefined;
    }
    return whole && !isNull(node) ? this.replacement(node as Node, path, to) : this.insertion(path, to);
  }

  /** What stands at a path without quotes or a tag, as it is written. */
  public plainText(path: Path): string | undefined {
    const { node, whole } = walk(this.nodes, path);
    return whole && isScalar(node) && node.type === 'PLAIN' && node.tag === undefined ? node.source : undefined;
  }

  private replacement(node: Node, path: Path, to: unknown): TextEdit | undefined {
    const [from, end] = node.range!;
    if (this.shared.has(node)) {
      return undefined;
    }
    if (isScalar(node) && node.type === 'BLOCK_LITERAL' && typeof to === 'string') {
      return { from, to: end, text: withLines(this.text.slice(from, end), to.split('\n'), LINE) };
    }
    if (isScalar(node) && node.type === 'BLOCK_FOLDED' && typeof to === 'string') {
      return { from, to: end, text: withLines(this.text.slice(from, end), to.split('\n'), PARAGRAPH) };
    }
    if (isScalar(node) && node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED' && (typeof to !== 'object' || to === null)) {
      return { from, to: end, text: this.isFlow(path) ? renderFlow(to) : renderScalar(to, node as Scalar) };
    }
    return undefined;
  }

  /** Sets what is missing, in the innermost thing on the way to it that is there. */
  private insertion(path: Path, to: unknown): TextEdit | undefined {
    let depth = path.length - 1;
    while (depth > 0 && !walk(this.nodes, path.slice(0, depth)).whole) {
      depth--;
    }
    const host = walk(this.nodes, path.slice(0, depth));
    const value = wrapped(path.slice(depth + 1), to);
    const key = path[depth];
    if (isNull(host.node) || isCollection(host.node) && host.node.items.length === 0) {
      return host.pair && this.filled(path.slice(0, depth), host.pair, wrapped([key], value));
    }
    return isMap(host.node) && typeof key === 'string' ? this.newField(host.node, path.slice(0, depth), key, value)
      : isSeq(host.node) && key === host.node.items.length ? this.newItem(host.node, value)
        : undefined;
  }

  /** Writes a value for a field that has none, or an empty one. */
  private filled(path: Path, pair: Pair, value: unknown): TextEdit {
    const key = pair.key as Node;
    const end = endOf(pair);
    const from = this.text.indexOf(':', key.range![1]) + 1;
    const text = this.isFlow(path) ? ` ${renderFlow(value)}` : renderBlock(value, `${this.indentOf(key.range![0])}  `, this.eol);
    return { from, to: Math.max(from, end), text };
  }

  private newField(map: YAMLMap, path: Path, key: string, value: unknown): TextEdit {
    const last = map.items[map.items.length - 1];
    if (map.flow || this.isFlow(path)) {
      const quoted = isScalar(last.key) && last.key.type === 'QUOTE_DOUBLE' || !/^[A-Za-z][\w./-]*$/.test(key);
      return at(endOf(last), `, ${quoted ? JSON.stringify(key) : key}: ${renderFlow(value)}`);
    }
    const indent = this.indentOf((map.items[0].key as Node).range![0]);
    return this.newLine(endOf(last), `${indent}${renderKey(key)}:${renderBlock(value, `${indent}  `, this.eol)}`);
  }

  private newItem(list: YAMLSeq, value: unknown): TextEdit {
    const last = endOf(list.items[list.items.length - 1]);
    if (list.flow) {
      return at(last, `, ${renderFlow(value)}`);
    }
    const indent = this.indentOf(list.range![0]);
    return this.newLine(last, `${indent}- ${renderItem(value, `${indent}  `, this.eol)}`);
  }

  /** Below the line on which something ends, behind the comment that stands there. */
  private newLine(end: number, line: string): TextEdit {
    if (this.text[end - 1] === '\n') {
      return at(end, line + this.eol); // a block scalar ends with its last line
    }
    return at(this.lineEnd(end), this.eol + line);
  }

  private removal(path: Path): TextEdit | undefined {
    const host = walk(this.nodes, path.slice(0, -1)).node;
    if (!isCollection(host)) {
      return undefined;
    }
    const key = path[path.length - 1];
    const items = host.items as (Pair | Node)[];
    const index = typeof key === 'number' ? key : items.findIndex((item) => isScalar((item as Pair).key) && String(((item as Pair).key as Scalar).value) === key);
    const twice = typeof key === 'string' && items.filter((item) => String(((item as Pair).key as Scalar)?.value) === key).length > 1;
    if (index < 0 || twice) {
      return undefined;
    }
    if (host.flow) {
      return index > 0 ? { from: endOf(items[index - 1]), to: endOf(items[index]), text: '' }
        : { from: startOf(items[0]), to: items[1] ? startOf(items[1]) : endOf(items[0]), text: '' };
    }
    return items.length === 1 ? this.emptied(path.slice(0, -1), host as YAMLMap | YAMLSeq) : this.removedLines(host as YAMLMap | YAMLSeq, index);
  }

  /** What had one entry has none, which block style cannot say. */
  private emptied(path: Path, host: YAMLMap | YAMLSeq): TextEdit | undefined {
    const { pair } = walk(this.nodes, path);
    if (!pair) {
      return undefined;
    }
    const from = this.text.indexOf(':', (pair.key as Node).range![1]) + 1;
    const between = this.text.slice(from, host.range![0]);
    return /^\s*$/.test(between) ? { from, to: endOf(host.items[0]), text: isMap(host) ? ' {}' : ' []' } : undefined;
  }

  private removedLines(host: YAMLMap | YAMLSeq, index: number): TextEdit | undefined {
    const items = host.items as (Pair | Node)[];
    const start = isSeq(host) ? this.text.lastIndexOf('-', startOf(items[index]) - 1) : startOf(items[index]);
    const lineStart = this.lineStart(start);
    const end = endOf(items[index]);
    if (/^[ ]*$/.test(this.text.slice(lineStart, start))) {
      const lineEnd = this.text[end - 1] === '\n' ? end : this.lineEnd(end);
      const whole = this.text.slice(lineEnd).match(/^\r?\n/);
      return { from: lineStart, to: lineEnd + (this.text[end - 1] === '\n' ? 0 : whole?.[0].length ?? 0), text: '' };
    }
    // The first field behind a dash: the next one takes its place.
    const next = items[index + 1] as Pair | undefined;
    const between = next && this.text.slice(end, startOf(next));
    return between !== undefined && /^\s*$/.test(between) ? { from: start, to: startOf(next!), text: '' } : undefined;
  }

  private isFlow(path: Path): boolean {
    return this.isJson || path.some((_, depth) => {
      const { node } = walk(this.nodes, path.slice(0, depth));
      return isCollection(node) && Boolean(node.flow);
    });
  }

  /** As many spaces as stand in front of an offset; a dash counts as one. */
  private indentOf(offset: number): string {
    return ' '.repeat(offset - this.lineStart(offset));
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  private lineEnd(offset: number): number {
    const end = this.text.slice(offset).search(/\r?\n/);
    return end < 0 ? this.text.length : offset + end;
  }
}

function at(offset: number, text: string): TextEdit {
  return { from: offset, to: offset, text };
}

function isNull(node: unknown): boolean {
  return node === null || node === undefined || isScalar(node) && node.value === null;
}

function startOf(item: Pair | Node): number {
  return ('key' in item ? item.key as Node : item).range![0];
}

/** Behind the last character, without the comment behind it. That of a block collection is the end of what is last in it. */
function endOf(item: unknown): number {
  const { key, value } = item as Pair<Node, Node | null>;
  const node = key !== undefined && value?.range ? value : key ?? item as Node;
  return isCollection(node) && !node.flow && node.items.length > 0 ? endOf(node.items[node.items.length - 1]) : node.range![1];
}

function wrapped(path: readonly Key[], value: unknown): unknown {
  return path.reduceRight((inner, key) => typeof key === 'number' ? [inner] : { [key]: inner }, value);
}

/** A line of a literal block. */
const LINE = /[^\n]*(?:\n|$)/g;
/** What is a line of the text in a folded block, with the blank lines behind it. */
const PARAGRAPH = /(?:[^\S\n]*\S[^\n]*(?:\n|$))+(?:[^\S\n]*\n)*|[^\S\n]*\n/g;

/** A block without those of its parts that are not wanted; the others are wanted in this order, blank ones stay. */
function withLines(block: string, lines: readonly string[], part: RegExp): string {
  const header = block.slice(0, block.indexOf('\n') + 1);
  const wanted = lines.map((line) => line.trim()).filter(Boolean);
  const parts = block.slice(header.length).match(part) ?? [];
  return header + parts.filter((one) => {
    const text = one.trim().replace(/\s*\n\s*/g, ' ');
    const isWanted = text === wanted[0];
    if (isWanted) {
      wanted.shift();
    }
    return isWanted || text === '';
  }).join('');
}
