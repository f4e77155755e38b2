import { Lines } from './lines';

/** How the text of a file is encoded, so that it can be written as it was read. */
export interface EncodedText {
  readonly text: string;
  readonly encoding: Encoding;
  /** Whether the bytes started with a byte order mark, which is no part of the text. */
  readonly marked: boolean;
  /** Whether carriage returns stood alone for line breaks, in all places or in some; in the text, each is a newline. */
  readonly returns: 'all' | 'some' | 'none';
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const MARK = '\ufeff';
const LONE_RETURN = /\r(?!\n)/g;

/** Why bytes are no text, and where the first one is that is none. */
export class NotText extends Error {
  constructor(message: string, public readonly line: number, public readonly column: number) {
    super(message);
  }
}

/**
 * Reads UTF-8 and UTF-16, as YAML's specification asks for: by the byte order mark, or by where the zeros of the first character are.
 *
 * @throws NotText
 * @see https://yaml.org/spec/1.2.2/#52-character-encodings
 */
export function decode(bytes: Uint8Array): EncodedText {
  if (isUtf32(bytes)) {
    throw new Error('not text in UTF-8 or UTF-16, but in UTF-32: save it in UTF-8');
  }
  const encoding = encodingOf(bytes);
  let text;
  try {
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const before = textBefore(bytes, encoding);
    const { line, column } = new Lines(before).position(before.length);
    throw new NotText(`not text in ${encoding.toUpperCase()}: save it in UTF-8`, line, column);
  }
  const marked = text.startsWith(MARK);
  const returns = text.search(LONE_RETURN) < 0 ? 'none' : text.includes('\n') ? 'some' : 'all';
  const lines = returns === 'none' ? text : text.replace(LONE_RETURN, '\n');
  return { text: marked ? lines.slice(1) : lines, encoding, marked, returns };
}

/** @throws where the line breaks were of several kinds */
export function encode({ text, encoding, marked, returns }: EncodedText): Uint8Array {
  if (returns === 'some') {
    throw new Error('some of its lines end in a carriage return alone, and others do not: let all end in the same way');
  }
  const lines = returns === 'all' ? text.replace(/\n/g, '\r') : text;
  const whole = marked ? MARK + lines : lines;
  const bytes = Buffer.from(whole, encoding === 'utf-8' ? 'utf8' : 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

/** What can be read in front of the first byte that is no text. */
function textBefore(bytes: Uint8Array, encoding: Encoding): string {
  let [readable, unreadable] = ['', bytes.length + 1];
  for (let from = 0; unreadable - from > 1;) {
    const middle = Math.floor((from + unreadable) / 2);
    try {
      readable = new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      from = middle;
    } catch {
      unreadable = middle;
    }
  }
  return readable;
}

/** Two zeros in a row are in no text, and in each ASCII character of UTF-32. */
function isUtf32([first, second, third, fourth]: Uint8Array): boolean {
  return fourth !== undefined && (first === 0 && second === 0 || third === 0 && fourth === 0);
}

function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xfe && second === 0xff || first === 0 && second !== undefined && second !== 0) {
    return 'utf-16be';
  }
  return first === 0xff && second === 0xfe || first !== 0 && second === 0 ? 'utf-16le' : 'utf-8';
}
