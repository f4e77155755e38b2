import * as kplus from 'cdk8s-plus-28';
import { toQuantity } from '../values/quantities';

type Renderer = { _toKube(): kplus.k8s.Container };

/** cdk8s-plus renders ephemeral storage in whole gibibytes and throws for less: this container renders any size. */
export function renderStorageInBytes(container: kplus.Container): void {
  const storage = container.resources?.ephemeralStorage;
  if (!storage) {
    return;
  }
  const withoutStorage = Object.create(container, { resources: { value: { ...container.resources, ephemeralStorage: undefined } } }) as Renderer;
  const render = (container as unknown as Renderer)._toKube;
  (container as unknown as Renderer)._toKube = () => {
    const kube = render.call(withoutStorage);
    const quantity = (size: Parameters<typeof toQuantity>[0] | undefined) => size && {
      'ephemeral-storage': kplus.k8s.Quantity.fromString(toQuantity(size)),
    };
    return {
      ...kube,
      resources: {
        limits: { ...kube.resources?.limits, ...quantity(storage.limit) },
        requests: { ...kube.resources?.requests, ...quantity(storage.request) },
      },
    };
  };
}
