const FEW = 1024;

/** Where the hash of texts starts: another one in each run, so that nobody can choose texts that collide. */
const SEED = Math.floor(Math.random() * 2 ** 32);

/**
 * Texts by numbers, each kept once; whole characters only, as JSON has them. They are bytes outside of the heap: a hundred thousand take a few MiB, and the garbage collector has
 * nothing to do with them.
 */
export class Texts {
  private bytes = new Uint8Array(16 * FEW);
  /** Where each text ends. */
  private ends = new Uint32Array(FEW);
  /** Numbers, counted from 1, at the place that the hash says, or behind it. */
  private slots = new Uint32Array(2 * FEW + 1);
  private count = 0;

  /** The number of a text, which it gets if it has none. */
  public add(text: string): number {
    const encoded = Buffer.from(text);
    const slot = this.slotOf(encoded);
    if (this.slots[slot] > 0) {
      return this.slots[slot] - 1;
    }
    const number = this.count++;
    const start = this.startOf(number);
    this.bytes = grown(this.bytes, start + encoded.length);
    this.bytes.set(encoded, start);
    this.ends = grown(this.ends, number + 1);
    this.ends[number] = start + encoded.length;
    this.slots[slot] = number + 1;
    if (3 * this.count > 2 * this.slots.length) {
      this.spread();
    }
    return number;
  }

  /** Undefined if there is no such text. */
  public find(text: string): number | undefined {
    const number = this.slots[this.slotOf(Buffer.from(text))];
    return number > 0 ? number - 1 : undefined;
  }

  public at(number: number): string {
    const start = this.startOf(number);
    return Buffer.from(this.bytes.buffer, start, this.ends[number] - start).toString();
  }

  private bytesOf(number: number): Uint8Array {
    return this.bytes.subarray(this.startOf(number), this.ends[number]);
  }

  private startOf(number: number): number {
    return number === 0 ? 0 : this.ends[number - 1];
  }

  private slotOf(encoded: Uint8Array): number {
    let slot = hashOf(encoded) % this.slots.length;
    while (this.slots[slot] > 0 && Buffer.compare(this.bytesOf(this.slots[slot] - 1), encoded) !== 0) {
      slot = (slot + 1) % this.slots.length;
    }
    return slot;
  }

  private spread(): void {
    this.slots = new Uint32Array(2 * this.slots.length + 1);
    for (let number = 0; number < this.count; number++) {
      this.slots[this.slotOf(this.bytesOf(number))] = number + 1;
    }
  }
}

function hashOf(bytes: Uint8Array): number {
  let hash = SEED;
  for (const byte of bytes) {
    hash = Math.imul(hash + byte, 0x01000193);
  }
  return Math.abs(hash);
}

/** An array with room for so many elements: the same one, or a copy with some more room. */
export function grown<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  if (length <= array.length) {
    return array;
  }
  const larger = new (array.constructor as new (length: number) => T)(Math.ceil(length * 1.3));
  larger.set(array);
  return larger;
}
