/** Finds which of some words an object has, as names of fields or as values, in one walk. */
export class WordSearch {
  /** The number of the last search that found the word. */
  private readonly found: Map<string, number>;
  /** Longer strings need not be looked up. */
  private readonly longest: number;
  private search = 0;

  constructor(words: Iterable<string>) {
    this.found = new Map([...words].map((word) => [word, 0]));
    this.longest = Math.max(0, ...[...this.found.keys()].map(({ length }) => length));
  }

  /** Looks through a value. What was found before is forgotten. */
  public lookThrough(value: unknown): void {
    this.search++;
    this.walk(value);
  }

  public hasOneOf(words: readonly string[]): boolean {
    return words.some((word) => this.found.get(word) === this.search);
  }

  private walk(value: unknown): void {
    if (typeof value === 'string') {
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
      this.found.set(word, this.search);
    }
  }
}
