import { grown } from './texts';

/** Lists of numbers by keys, which are numbers too, in the order in which they were added. Eight bytes for each entry, and no more. */
export class Postings {
  private keys: Uint32Array = new Uint32Array(0);
  private values: Uint32Array = new Uint32Array(0);
  private count = 0;
  private isSorted = true;

  public add(key: number, value: number): void {
    this.keys = grown(this.keys, this.count + 1);
    this.values = grown(this.values, this.count + 1);
    this.keys[this.count] = key;
    this.values[this.count++] = value;
    this.isSorted = false;
  }

  public of(key: number): Uint32Array {
    this.sort();
    const start = this.firstFrom(key);
    return this.values.subarray(start, Math.max(start, this.firstFrom(key + 1)));
  }

  /** All keys, each once. */
  public *all(): Generator<number> {
    this.sort();
    for (let at = 0; at < this.count; at = this.firstFrom(this.keys[at] + 1)) {
      yield this.keys[at];
    }
  }

  /** The first entry whose key is this one or a higher one. */
  private firstFrom(key: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      [low, high] = this.keys[middle] < key ? [middle + 1, high] : [low, middle];
    }
    return low;
  }

  private sort(): void {
    if (this.isSorted) {
      return;
    }
    const { keys, values } = this;
    // Numbers of typed arrays are sorted in place, and a double has room for both.
    const pairs = Float64Array.from({ length: this.count }, (_, at) => keys[at] * 2 ** 26 + at).sort();
    const ordered = values.slice(0, this.count);
    pairs.forEach((pair, at) => {
      const from = pair % 2 ** 26;
      keys[at] = Math.floor(pair / 2 ** 26);
      ordered[at] = values[from];
    });
    this.values = ordered;
    this.isSorted = true;
  }
}
