import { write } from './cel';
import { INJECT } from '../annotations';
import { ANY, Selection } from '../selection';

/** Which pods a policy is for. */
export function matchConditions(into: Selection): { readonly name: string; readonly expression: string }[] {
  return [
    { name: 'not-kept-out', expression: `object.metadata.?annotations[?${write(INJECT)}].orValue("true") != "false"` },
    { name: 'selected', expression: toCondition(into) },
  ];
}

/** @throws for what cannot be seen in a pod */
function toCondition(selection: Selection): string {
  switch (selection.is) {
    case 'everything':
      return 'true';
    case 'labels':
    case 'annotations':
      return Object.entries(selection.entries).map(([name, value]) => {
        const found = `object.metadata.?${selection.is}[?${write(name)}]`;
        return value === ANY ? `${found}.hasValue()` : `${found}.optMap(v, v == ${write(value)}).orValue(false)`;
      }).join(' && ');
    case 'namespaces':
      return `request.namespace in ${write(selection.names)}`;
    case 'all of':
      return selection.parts.map((part) => `(${toCondition(part)})`).join(' && ');
    case 'any of':
      return selection.parts.map((part) => `(${toCondition(part)})`).join(' || ');
    case 'none of':
      return `!(${selection.parts.map((part) => `(${toCondition(part)})`).join(' || ')})`;
    default:
      throw new Error(`${selection.is} ${selection.names.join(', ')} cannot be selected at admission, which sees pods only: use labels, annotations or namespaces`);
  }
}
