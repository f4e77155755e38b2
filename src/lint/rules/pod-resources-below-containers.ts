import { effectiveResources } from '../../core/spec/effective-resources';
import { formatQuantity, parseQuantity } from '../../core/spec/quantity';
import { specWith } from '../knowledge/spec-with';
import { Rule } from '../rule';

export const podResourcesBelowContainers: Rule = {
  id: 'pod-resources-below-containers',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds pods that request less for the whole pod than their containers request together.',
  why: 'The API server rejects the pod. Whoever adds a sidecar must raise the figure of the pod with it.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  resources:
    requests:
      memory: 512Mi
  initContainers:
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      restartPolicy: Always
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 64Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 512Mi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  resources:
    requests:
      memory: 576Mi
  initContainers:
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      restartPolicy: Always
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 64Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 512Mi
`,

  checkPod(pod, report) {
    const given = pod.spec.at('resources', 'requests').fields;
    if (given.length === 0) {
      return;
    }
    const { requests } = effectiveResources(specWith(pod, [], ['restartPolicy', 'resources']));
    for (const request of given) {
      const needed = requests.get(String(request.key)) ?? 0n;
      const amount = parseQuantity(request.value);
      if (amount !== undefined && amount < needed) {
        const containers = formatQuantity(needed, String(request.key));
        report({
          at: request,
          message: `the pod requests ${request.scalar} of ${request.key}, and its containers request ${containers}`,
          help: `request ${containers} or more, or leave the containers' requests out`,
        });
      }
    }
  },
};
