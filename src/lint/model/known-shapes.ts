import { Shape } from './shape';

/** How many shapes are remembered at most, so that memory does not grow with what is checked. */
const MOST = 100;

/** What is known of the shapes that were seen last. */
export class KnownShapes<Known extends { readonly shape: Shape }> {
  /** Under the digest of the shape, or the next number that is free. */
  private readonly known = new Map<number, Known>();

  public find({ parts }: Shape): Known | undefined {
    for (let key = digest(parts); ; key++) {
      const known = this.known.get(key);
      if (known === undefined) {
        return undefined;
      }
      if (areSame(known.shape.parts, parts)) {
        this.known.delete(key);
        this.known.set(key, known); // the last one to be forgotten
        return known;
      }
    }
  }

  public add(known: Known): void {
    if (this.known.size === MOST) {
      this.known.delete(this.known.keys().next().value!);
    }
    let key = digest(known.shape.parts);
    while (this.known.has(key)) {
      key++;
    }
    this.known.set(key, known);
  }
}

function areSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) {
    return false;
  }
  for (let index = 0; index < one.length; index++) {
    if (!Object.is(one[index], other[index])) {
      return false;
    }
  }
  return true;
}

/** Of long texts, some characters. */
function digest(parts: readonly unknown[]): number {
  let digested = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      digested = Math.imul(digested, 31) + part.length;
      for (let index = 0, step = Math.ceil(part.length / 16); index < part.length; index += step) {
        digested = Math.imul(digested, 31) + part.charCodeAt(index);
      }
    } else if (typeof part === 'number') {
      digested = Math.imul(digested, 31) + (Number.isSafeInteger(part) ? part : 0);
    }
  }
  return digested;
}
