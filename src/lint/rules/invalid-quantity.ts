import { isQuantity, quantitiesOf } from '../../core/spec/effective-resources';
import { Rule } from '../rule';

export const invalidQuantity: Rule = {
  id: 'invalid-quantity',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds requests, limits, overheads and size limits of volumes that are not quantities, such as `512MB`.',
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
    for (const quantity of quantitiesOf(pod.spec.structure).map(({ path }) => pod.spec.at(...path)).filter((one) => !one.ask(isQuantity))) {
      report({
        at: quantity,
        message: `${quantity.key} is ${JSON.stringify(quantity.value)}, which is not a quantity`,
        help: "write it like '100m' for a tenth of a CPU, or '64Mi' for memory",
      });
    }
  },
};
