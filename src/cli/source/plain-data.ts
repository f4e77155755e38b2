import { checkCharacters, lineOf, NotPlain, PlainLine } from './plain-line';
import { readYaml, Unreadable } from './yaml-document';

/** Parsers differ on whether such a line belongs to a block scalar. */
const UNFINISHED = /\n +$/;

/**
 * The data of a document without positions, in a fraction of the time.
 *
 * @returns undefined where the document must be read with positions to know what it means, or why it is broken
 */
export function plainData(text: string): { readonly value: unknown } | undefined {
  try {
    return UNFINISHED.test(text) ? undefined : { value: new PlainReader(text).read() };
  } catch (error) {
    if (error instanceof NotPlain || error instanceof Unreadable) {
      return undefined;
    }
    throw error;
  }
}

/** Reads documents in which each line says by itself what it is: no anchors, tags, merges, nothing on several lines but block scalars. */
class PlainReader {
  private readonly lines: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.lines = text.replace(/\r?\n$/, '').split(text.includes('\r') ? /\r?\n/ : '\n');
  }

  public read(): unknown {
    if (this.next()?.is === 'start') {
      this.at++;
    }
    const value = this.below(0);
    if (this.next()) {
      throw new NotPlain(); // it is indented in a way that fits nothing above it
    }
    return value;
  }

  /** The next line that says something. */
  private next(): PlainLine | undefined {
    for (; this.at < this.lines.length; this.at++) {
      const line = lineOf(this.lines[this.at]);
      if (line.is !== 'nothing') {
        return line;
      }
    }
    return undefined;
  }

  /** The list or mapping whose lines start at this column or behind it; a list may start where the field starts that it belongs to. */
  private below(column: number, listColumn = column): unknown {
    const line = this.next();
    switch (line?.is) {
      case 'item': return line.column >= listColumn ? this.list(line.column) : undefined;
      case 'field': return line.column >= column ? this.mapping(line.column, line) : undefined;
      default: return undefined;
    }
  }

  private list(column: number): unknown[] {
    const list: unknown[] = [];
    for (let line = this.next(); line?.is === 'item' && line.column === column; line = this.next()) {
      list.push(line.key === undefined ? this.take(line.value) : this.mapping(column + 2, line));
    }
    return list;
  }

  private mapping(column: number, first: PlainLine): object {
    const mapping: Record<string, unknown> = {};
    let line: PlainLine | undefined = first;
    do {
      const { key, value, header } = line as PlainLine & { readonly key: string };
      if (Object.hasOwn(mapping, key)) {
        throw new NotPlain();
      }
      this.at++;
      mapping[key] = header ? this.block(header, column) : value === undefined ? this.below(column + 1, column) ?? null : value;
      line = this.next();
    } while (line?.is === 'field' && line.column === column);
    return mapping;
  }

  private take(value: unknown): unknown {
    this.at++;
    return value;
  }

  /** A block scalar, whose lines start behind the column. */
  private block(header: string, column: number): unknown {
    const start = this.at;
    let indentation = 0;
    for (; this.at < this.lines.length; this.at++) {
      const own = this.lines[this.at].search(/[^ ]/);
      if (own >= 0 && own <= column) {
        break;
      }
      if (indentation === 0 && own > 0) {
        indentation = own;
      }
    }
    const lines = this.lines.slice(start, this.at);
    checkBlock(lines, indentation);
    return header.startsWith('|') ? literal(header, lines.map((line) => line.slice(indentation))) : folded(header, lines);
  }
}

/** @throws NotPlain where a line starts before the first one that says something, or a blank one before that is longer */
function checkBlock(lines: readonly string[], indentation: number): void {
  let isBefore = true;
  for (const line of lines) {
    const own = line.search(/[^ ]/);
    isBefore &&= own < 0;
    if (own < 0 ? isBefore && line.length > indentation : own < indentation) {
      throw new NotPlain();
    }
    checkCharacters(line);
  }
}

function literal(header: string, lines: readonly string[]): string {
  let end = lines.length;
  while (lines[end - 1] === '') {
    end--;
  }
  const text = lines.slice(0, end).map((line) => `${line}\n`).join('');
  switch (header[1]) {
    case '-': return text.slice(0, -1);
    case '+': return text + '\n'.repeat(lines.length - end);
    default: return text;
  }
}

function folded(header: string, lines: readonly string[]): unknown {
  return (readYaml([`text: ${header}`, ...lines, ''].join('\n')).value as { readonly text: unknown }).text;
}
