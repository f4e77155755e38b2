import { Field, Subject } from './field';
import { Pod } from './pod';

/** Whether its selector is nothing but labels. */
export function hasLabelsAlone({ kind }: Subject): boolean {
  return kind === 'Service';
}

/** Whether it asks for nothing, and so selects each pod of the namespace. One that is missing selects none, nor does that of a Service, whose endpoints somebody else sets. */
export function selectsAll(selector: Field, from: Subject): boolean {
  const isEmpty = selector.type === 'mapping' && selector.at('matchLabels').fields.length + selector.at('matchExpressions').items.length === 0;
  return isEmpty && !hasLabelsAlone(from) && from.at('apiVersion').text !== 'policy/v1beta1';
}

/** Whether one of the `matchExpressions` of a selector is true for the labels of a pod. */
export function matches(expression: Field, pod: Pod): boolean {
  const found = pod.metadata.at('labels', expression.at('key').text ?? '').scalar;
  const listed = found !== undefined && expression.at('values').items.some(({ scalar }) => scalar === found);
  switch (expression.at('operator').text) {
    case 'In': return listed;
    case 'NotIn': return !listed;
    case 'Exists': return found !== undefined;
    case 'DoesNotExist': return found === undefined;
    default: return false;
  }
}
