import { ApiObject } from 'cdk8s';
import { Rendering } from './rendering';
import { Carried } from '../values/carried';
import { digest } from '../values/digest';

/**
 * Kubernetes changes neither the template of a Job nor an immutable ConfigMap: whatever is in it, what users change later too,
 * gives an object of its own, which has a hash of that part behind its name.
 */
export function nameAfter(object: ApiObject, part: (manifest: any) => unknown, digits = 10): void {
  const { name: stem } = object;
  const rendering = Rendering.of(object);
  rendering.last = (manifest) => {
    manifest.metadata.name += `-${digest(part(manifest), digits)}`;
  };
  const name = (): string => (rendering.active ? stem : object.toJson().metadata.name);
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
