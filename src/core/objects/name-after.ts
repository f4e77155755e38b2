import { ApiObject } from 'cdk8s';
import { Rendering } from './rendering';
import { Carried } from '../values/carried';
import { digest } from '../values/digest';

/**
 * Kubernetes changes neither the template of a Job nor an immutable ConfigMap: whatever is in it, what users change later too,
 * gives an object of its own, which has a hash of that part behind its name.
 *
 * @param sources what the part is made of, where that is cheap to look at: while it is the same, whoever asks for the name gets the one before
 */
export function nameAfter(object: ApiObject, part: (manifest: any) => unknown, digits = 10, sources?: () => unknown[]): void {
  const { name: stem } = object;
  const rendering = Rendering.of(object);
  let known: { readonly name: string; readonly sources?: unknown[] } | undefined;
  rendering.last = (manifest) => {
    manifest.metadata.name += `-${digest(part(manifest), digits)}`;
    known = { name: manifest.metadata.name, sources: sources?.() };
  };
  const name = (): string => {
    if (rendering.active) {
      return stem;
    }
    return known?.sources && sameItems(known.sources, sources!()) ? known.name : object.toJson().metadata.name;
  };
  for (const named of [object, object.metadata]) { // of which cdk8s writes the one, and names files after the other
    names.of(named, () => name);
    Object.defineProperty(named, 'name', NAME);
  }
}

const names = new Carried<() => string>('name after content');

/** The same for all objects, which so keep one hidden class. */
const NAME: PropertyDescriptor & ThisType<object> = {
  get() {
    return names.find(this)!();
  },
};

/** An object may be a value that is known late. */
function sameItems(some: unknown[], others: unknown[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index] && typeof item !== 'object');
}
