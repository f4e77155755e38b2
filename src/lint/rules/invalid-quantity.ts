import { isQuantity } from '../../core/spec/effective-resources';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const invalidQuantity: Rule = {
  id: 'invalid-quantity',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds requests, limits and overheads that are not quantities, such as `512MB`.',
  why: 'The API server rejects the pod. Units are `Ki`, `Mi`, `Gi` or `k`, `M`, `G`, without a `B`.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/definitions/quantity-resource/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits:
          memory: 512MB
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits:
          memory: 512Mi
`,

  checkPod(pod, report) {
    for (const quantity of quantitiesOf(pod).filter((one) => !one.ask(isQuantity))) {
      report({
        at: quantity,
        message: `${quantity.key} is ${JSON.stringify(quantity.value)}, which is not a quantity`,
        help: "write it like '100m' for a tenth of a CPU, or '64Mi' for memory",
      });
    }
  },
};

function quantitiesOf({ spec }: Pod): Field[] {
  const holders = [spec, ...spec.at('initContainers').items, ...spec.at('containers').items].map((holder) => holder.at('resources'));
  return [spec.at('overhead'), ...holders.flatMap((resources) => [resources.at('requests'), resources.at('limits')])].flatMap(({ fields }) => fields);
}
