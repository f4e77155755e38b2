import { memoized } from '../../core/values/memoized';

/** Texts with more characters are scripts and configurations, which are often the same in many objects. */
const LONG = 500;

/** So many of them are remembered. */
const FEW = 32;

/** What an object has in it, found in one walk: for questions that most objects answer with no. */
export class Contents {
  /** The number of the last walk that found the word. */
  private readonly found: Map<string, number>;
  /** Longer strings need not be looked up. */
  private readonly longest: number;
  private walks = 0;
  private long: string[] = [];
  private texts: string[] = [];
  private text?: string;
  private hasWord = false;
  private readonly anyPiece: RegExp;
  private readonly piecesIn: (text: string) => ReadonlySet<string>;

  /** @param words those that may be asked for, and pieces of texts */
  constructor(words: Iterable<string>, pieces: Iterable<string>) {
    const all = [...new Set(pieces)];
    this.anyPiece = new RegExp(all.map((piece) => piece.replace(/\W/g, '\\$&')).join('|'));
    this.piecesIn = memoized((text) => {
      const lower = text.toLowerCase();
      return new Set(all.filter((piece) => lower.includes(piece)));
    }, FEW);
    this.found = new Map([...words].map((word) => [word, 0]));
    this.longest = Math.max(0, ...[...this.found.keys()].map(({ length }) => length));
  }

  /** Looks through a value. What was found before is forgotten. @returns whether any of the words and pieces may be in it */
  public lookThrough(value: unknown): boolean {
    this.walks++;
    this.texts = [];
    this.long = [];
    this.text = undefined;
    this.hasWord = false;
    this.walk(value);
    return this.hasWord || this.long.length > 0 || this.anyPiece.test(this.textOfAll);
  }

  /** Whether one of the words is the name of a field, or a value. */
  public hasOneOf(words: readonly string[]): boolean {
    return this.hasWord && words.some((word) => this.found.get(word) === this.walks);
  }

  /** Whether one of the pieces, which are in lowercase, is in one of the values. */
  public mentionsOneOf(pieces: readonly string[]): boolean {
    for (const piece of pieces) {
      if (this.textOfAll.includes(piece)) {
        return true;
      }
    }
    return this.long.some((one) => pieces.some((piece) => this.piecesIn(one).has(piece)));
  }

  private get textOfAll(): string {
    return this.text ??= this.texts.join('\n').toLowerCase();
  }

  private walk(value: unknown): void {
    if (typeof value === 'string') {
      (value.length > LONG ? this.long : this.texts).push(value);
      this.note(value);
    } else if (Array.isArray(value)) {
      for (const element of value) {
        this.walk(element);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) {
        this.note(key);
        this.walk((value as { readonly [name: string]: unknown })[key]);
      }
    }
  }

  private note(word: string): void {
    if (word.length <= this.longest && this.found.has(word)) {
      this.found.set(word, this.walks);
      this.hasWord = true;
    }
  }
}
