import { KubeObject } from './kube-object';
import { digestOf, Likeness, likenessTo, Shape } from './shape';
import { remember } from '../../core/values/memoized';

/** How many shapes are remembered at most, so that memory does not grow with what is checked. */
const MOST = 100;

/** What is known of a shape, and what an object of it has of its own. */
export interface Fitting<Known> {
  readonly known: Known;
  readonly likeness: Likeness;
}

/** What is known of the shapes that were seen last. */
export class KnownShapes<Known extends { readonly shape: Shape }> {
  /** Under the digest of the object, or the next number that is free. */
  private readonly known = new Map<number, Known>();
  /** What came after each of them last: workloads often come with the same objects in the same order. */
  private readonly next = new Map<Known | undefined, Known>();
  private last?: Known;

  public find(object: KubeObject): Fitting<Known> | undefined {
    const expected = fitting(this.next.get(this.last), object);
    const found = expected ?? this.findByDigest(object);
    if (found) {
      this.follow(found.known);
    }
    return found;
  }

  public add(known: Known, object: KubeObject): void {
    if (this.known.size === MOST) {
      this.known.delete(this.known.keys().next().value!);
    }
    let key = digestOf(object.structure);
    while (this.known.has(key)) {
      key++;
    }
    this.known.set(key, known);
    this.follow(known);
  }

  private findByDigest(object: KubeObject): Fitting<Known> | undefined {
    for (let key = digestOf(object.structure); ; key++) {
      const known = this.known.get(key);
      const found = fitting(known, object);
      if (found) {
        this.known.delete(key);
        this.known.set(key, found.known); // the last one to be forgotten
      }
      if (found ?? !known) {
        return found;
      }
    }
  }

  private follow(known: Known): void {
    if (this.next.get(this.last) !== known) {
      remember(this.next, this.last, known, MOST);
    }
    this.last = known;
  }
}

function fitting<Known extends { readonly shape: Shape }>(known: Known | undefined, object: KubeObject): Fitting<Known> | undefined {
  const likeness = known && likenessTo(known.shape, object);
  return likeness && { known, likeness };
}
