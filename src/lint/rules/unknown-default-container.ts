import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const unknownDefaultContainer: Rule = {
  id: 'unknown-default-container',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['kubectl.kubernetes.io/default-container'],
  what: 'Finds annotations that name a default container which the pod does not have.',
  why: 'The pod runs, but `kubectl logs` and `kubectl exec` fail without `-c`. Usually the container was renamed, or the annotation was copied.',
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubectl-kubernetes-io-default-container',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/default-container: app
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/default-container: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    const names = pod.containers.map(({ name }) => name);
    const chosen = pod.metadata.at('annotations', 'kubectl.kubernetes.io/default-container');
    if (chosen.text !== undefined && !isPatch(pod) && !names.includes(chosen.text)) {
      report({
        at: chosen,
        message: `'${chosen.text}' is not a container of this pod`,
        help: `use one of ${names.map((name) => `'${name}'`).join(', ')}`,
      });
    }
  },
};
