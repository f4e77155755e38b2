import { parseQuantity } from '../../core/spec/quantity';
import { Rule } from '../rule';

export const requestAboveLimit: Rule = {
  id: 'request-above-limit',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['limits'],
  what: 'Finds requests that are larger than the limit of the same resource.',
  why: 'The API server rejects the pod.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits',
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
        requests:
          memory: 1Gi
        limits:
          memory: 512Mi
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
        requests:
          memory: 512Mi
        limits:
          memory: 1Gi
`,

  checkPod(pod, report) {
    for (const resources of [...pod.containers.map((container) => container.at('resources')), pod.spec.at('resources')]) {
      for (const request of resources.at('requests').fields) {
        const limit = resources.at('limits', request.key!);
        const [requested, limited] = [parseQuantity(request.value), parseQuantity(limit.value)];
        if (requested !== undefined && limited !== undefined && requested > limited) {
          report({
            at: request,
            message: `the request of ${request.key}, ${request.scalar}, is above the limit, ${limit.scalar}`,
            help: 'lower the request or raise the limit',
            related: [{ at: limit, message: 'the limit' }],
          });
        }
      }
    }
  },
};
