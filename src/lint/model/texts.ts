const FEW = 1024;

/** Where the hash of texts starts: another one in each run, so that nobody can choose texts that collide. */
const SEED = Math.floor(Math.random() * 2 ** 32);

/**
 * Texts by numbers, each kept once; whole characters only, as JSON has them. They are bytes outside of the heap: a hundred thousand take a few
 * MiB, and the garbage collector has nothing to do with them.
 */
export class Texts {
  private bytes: Buffer = Buffer.alloc(16 * FEW);
  /** Where each text ends. */
  private ends: Uint32Array = new Uint32Array(FEW);
  /** Numbers, counted from 1, at the place that the hash says, or behind it. */
  private slots = new Uint32Array(2 * FEW + 1);
  private count = 0;

  /** The number of a text, which it gets if it has none. */
  public add(text: string): number {
    const end = this.writeLast(text);
    const slot = this.slotOf(this.startOf(this.count), end);
    if (this.slots[slot] > 0) {
      return this.slots[slot] - 1;
    }
    const number = this.count++;
    this.ends = grown(this.ends, this.count);
    this.ends[number] = end;
    this.slots[slot] = this.count;
    if (3 * this.count > 2 * this.slots.length) {
      this.spread();
    }
    return number;
  }

  /** Undefined if there is no such text. */
  public find(text: string): number | undefined {
    const number = this.slots[this.slotOf(this.startOf(this.count), this.writeLast(text))];
    return number > 0 ? number - 1 : undefined;
  }

  public at(number: number): string {
    return this.bytes.toString('utf8', this.startOf(number), this.ends[number]);
  }

  /** Writes a text behind all others, where the next one overwrites it unless it gets a number. @returns where it ends */
  private writeLast(text: string): number {
    const start = this.startOf(this.count);
    const most = start + 3 * text.length; // no character takes more bytes
    if (most > this.bytes.length) {
      this.bytes = Buffer.concat([this.bytes], Math.ceil(1.3 * most));
    }
    return start + this.bytes.write(text, start);
  }

  private startOf(number: number): number {
    return number === 0 ? 0 : this.ends[number - 1];
  }

  /** The slot of the text in these bytes, or the empty one for it. */
  private slotOf(start: number, end: number): number {
    let slot = this.hashOf(start, end) % this.slots.length;
    while (this.slots[slot] > 0 && !this.isAt(this.slots[slot] - 1, start, end)) {
      slot = (slot + 1) % this.slots.length;
    }
    return slot;
  }

  private hashOf(start: number, end: number): number {
    let hash = SEED;
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash + this.bytes[at], 0x01000193);
    }
    return Math.abs(hash);
  }

  /** Whether the text of the number is the one in these bytes. */
  private isAt(number: number, start: number, end: number): boolean {
    const { bytes } = this;
    const own = this.startOf(number);
    if (this.ends[number] - own !== end - start) {
      return false;
    }
    for (let at = start; at < end; at++) { // most texts are too short for a comparison that has to be called
      if (bytes[own + at - start] !== bytes[at]) {
        return false;
      }
    }
    return true;
  }

  private spread(): void {
    this.slots = new Uint32Array(2 * this.slots.length + 1);
    for (let number = 0; number < this.count; number++) {
      this.slots[this.slotOf(this.startOf(number), this.ends[number])] = number + 1;
    }
  }
}

/** An array with room for so many elements: the same one, or a copy with some more room. */
export function grown(array: Uint32Array, length: number): Uint32Array {
  if (length <= array.length) {
    return array;
  }
  const larger = new Uint32Array(Math.ceil(length * 1.3));
  larger.set(array);
  return larger;
}
