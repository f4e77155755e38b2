import { Additions } from './additions';
import { write } from './cel';
import { isNativeSidecar } from '../../core/spec/pod-spec';
import { annotationFor } from '../annotations';

type List = 'requests' | 'limits';
type Resource = 'cpu' | 'memory';

/** What a resource is counted in. */
const UNITS = {
  cpu: { amount: (quantity: string) => `int(quantity(${quantity}).asApproximateFloat() * 1000.0 + 0.5)`, suffix: ' + "m"' },
  memory: { amount: (quantity: string) => `quantity(${quantity}).asInteger()`, suffix: '' },
};

/** Patches that raise the resources of the pod, where it has some, by those of the sidecars that it gets. */
export function raisedResources(patterns: Additions[]): string[] {
  return (['requests', 'limits'] as const).flatMap((list) => (['cpu', 'memory'] as const).map((resource) => raised(patterns, list, resource)));
}

function raised(patterns: Additions[], list: List, resource: Resource): string {
  const { amount, suffix } = UNITS[resource];
  const there = `object.spec.resources.${list}`;
  const added = patterns.flatMap((pattern) => addedBy(pattern, list, resource));
  const sum = [amount(`string(${there}[${write(resource)}])`), ...added].join(' + ');
  return `(has(object.spec.resources) && has(${there}) && ${write(resource)} in ${there}`
    + ` ? [JSONPatch{op: "replace", path: "/spec/resources/${list}/${resource}", value: string(${sum})${suffix}}] : [])`;
}

/** Amounts of sidecars, none where the pod has the pattern already. */
function addedBy({ patternId, initContainers, containers }: Additions, list: List, resource: Resource): string[] {
  const sidecars = [...initContainers.filter(isNativeSidecar), ...containers].filter(({ resources }) => resources?.[list]?.[resource] !== undefined);
  return sidecars.map(({ name, resources }) => (
    `(${write(patternId)} in variables.injected ? 0 : ${UNITS[resource].amount(figureOf(name, list, resource, resources[list][resource]))})`));
}

/** The quantity of a container: that of its pattern, or what an annotation of the pod says. */
export function figureOf(container: string, list: List, resource: Resource, figure: unknown): string {
  const annotation = `variables.annotations[?${write(annotationFor(container, resource))}]`;
  const usual = write(figure);
  return list === 'requests' ? `${annotation}.orValue(${usual})`
    : `${annotation}.optMap(v, quantity(v).isGreaterThan(quantity(${usual})) ? v : ${usual}).orValue(${usual})`;
}
