import { ApiObject } from 'cdk8s';
import { digest } from '../values/digest';

/**
 * Kubernetes changes neither the template of a Job nor an immutable ConfigMap: whatever is in it, what users change later too,
 * gives an object of its own, which has a hash of that part behind its name.
 */
export function nameAfter(object: ApiObject, part: (manifest: any) => unknown, digits = 10): void {
  const { name, toJson: render } = object;
  let isRendering = false; // then an error of cdk8s asks for the name
  object.toJson = () => {
    isRendering = true;
    try {
      const manifest = render.call(object);
      manifest.metadata.name += `-${digest(part(manifest), digits)}`;
      return manifest;
    } finally {
      isRendering = false;
    }
  };
  for (const named of [object, object.metadata]) { // of which cdk8s writes the one, and names files after the other
    Object.defineProperty(named, 'name', { get: () => isRendering ? name : object.toJson().metadata.name });
  }
}
