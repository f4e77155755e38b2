import { ApiObject } from 'cdk8s';
import { Rendering } from '../core/objects/rendering';
import { PodContainerRole } from '../core/spec/pod-container-role';
import { podOfObject } from '../core/spec/pod-path';
import { containersOf } from '../core/spec/pod-spec';
import { formatQuantity, parseQuantity } from '../core/spec/quantity';

/**
 * The scheduler looks at the resources of the pod alone, where it has some: whoever adds a container raises them.
 *
 * @param added names of the containers, as they become more
 */
export function raisePodResources(object: ApiObject, added: ReadonlySet<string>): void {
  Rendering.of(object).add((manifest) => {
    const spec = podOfObject(object, manifest)?.spec;
    for (const list of ['requests', 'limits']) {
      const figures = spec?.resources?.[list] ?? {};
      for (const resource of Object.keys(figures)) {
        figures[resource] = sum(resource, [figures[resource], ...runningAmong(spec, added).map(({ resources }) => resources?.[list]?.[resource])]);
      }
    }
  });
}

/** Init steps end before the others start. */
function runningAmong(spec: any, names: ReadonlySet<string>): any[] {
  return containersOf(spec).filter(({ name, role }) => names.has(name) && role !== PodContainerRole.INIT).map(({ container }) => container);
}

function sum(resource: string, quantities: unknown[]): string {
  return formatQuantity(quantities.reduce<bigint>((total, quantity) => total + (parseQuantity(quantity) ?? 0n), 0n), resource);
}
