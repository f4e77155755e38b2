import { Container } from '../model/container';
import { Rule } from '../rule';

export const duplicateContainerName: Rule = {
  id: 'duplicate-container-name',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds containers of a pod that have the same name, init containers and sidecars included.',
  why: 'Names of containers are unique over `initContainers` and `containers` together: the API server rejects the pod.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#Container',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
  containers:
    - name: logs
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    const first = new Map<string, Container>();
    for (const container of pod.containers) {
      const earlier = first.get(container.name);
      if (earlier && container.name !== '') {
        report({
          at: container.at('name'),
          message: `container name '${container.name}' is taken twice in this pod`,
          help: 'give one of them another name',
          related: [{ at: earlier.at('name'), message: 'the first one' }],
        });
      } else {
        first.set(container.name, container);
      }
    }
  },
};
