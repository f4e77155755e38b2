import { write } from './cel';
import { annotationFor } from '../annotations';

/** What a resource is counted in. */
const UNITS = {
  cpu: { amount: (quantity: string) => `int(quantity(${quantity}).asApproximateFloat() * 1000.0 + 0.5)`, suffix: 'm' },
  memory: { amount: (quantity: string) => `quantity(${quantity}).asInteger()`, suffix: '' },
};

/** Raises the resources of the pod, where it has some, by those of sidecars. */
export function raisedResources(sidecars: any[]): string[] {
  return (['requests', 'limits'] as const).flatMap((list) => (['cpu', 'memory'] as const).flatMap((what) => raised(sidecars, list, what)));
}

function raised(sidecars: any[], list: 'requests' | 'limits', what: 'cpu' | 'memory'): string[] {
  const { amount, suffix } = UNITS[what];
  const added = sidecars.filter(({ resources }) => resources?.[list]?.[what] !== undefined).map(({ name, resources }) => {
    const figure = write(resources[list][what]);
    const annotation = `variables.annotations[?${write(annotationFor(name, what))}]`;
    return list === 'requests'
      ? amount(`${annotation}.orValue(${figure})`)
      : amount(`${annotation}.optMap(v, quantity(v).isGreaterThan(quantity(${figure})) ? v : ${figure}).orValue(${figure})`);
  });
  const there = `object.spec.resources.${list}`;
  const sum = [amount(`string(${there}[${write(what)}])`), ...added].join(' + ');
  return added.length === 0 ? [] : [
    `(has(object.spec.resources) && has(${there}) && ${write(what)} in ${there}`
    + ` ? [JSONPatch{op: "replace", path: "/spec/resources/${list}/${what}", value: string(${sum}) + "${suffix}"}] : [])`,
  ];
}
