import { Shape } from './shape';

/** How many shapes are remembered at most, so that memory does not grow with what is checked. */
const MOST = 100;

/** What is known of the shapes that were seen last. */
export class KnownShapes<Known extends { readonly shape: Shape }> {
  /** Under the digest of the shape, or the next number that is free. */
  private readonly known = new Map<number, Known>();

  public find({ parts, digest }: Shape): Known | undefined {
    for (let key = digest; ; key++) {
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
    let key = known.shape.digest;
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
