import { PROBES, probesOf } from '../knowledge/probes';
import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const probePortNameUnknown: Rule = {
  id: 'probe-port-name-unknown',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: [...PROBES, 'lifecycle'],
  what: 'Finds probes and hooks that name a port which their container does not have.',
  why: 'The kubelet looks for the name among the ports of the same container only, also where another container of the pod has such a port. '
    + 'It finds none, so a readiness or startup probe never succeeds, and a liveness probe is never carried out.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - name: health
          containerPort: 9901
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      readinessProbe:
        httpGet:
          path: /ready
          port: health
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - name: health
          containerPort: 9901
      readinessProbe:
        httpGet:
          path: /ready
          port: health
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const names = container.ports.map((port) => port.at('name').text);
      for (const { port, what } of probesOf(container)) {
        if (port.text !== undefined && !/^\d+$/.test(port.text) && !names.includes(port.text) && !isPatch(pod)) {
          const owner = pod.containers.find((other) => other.ports.some((candidate) => candidate.at('name').text === port.text));
          report({
            at: port,
            message: `${what} of container '${container.name}' names port '${port.text}', which ${owner ? `is a port of '${owner.name}'` : 'no container has'}`,
            help: owner ? `move it to container '${owner.name}', or use the number of a port` : `name a port of container '${container.name}', or use its number`,
          });
        }
      }
    }
  },
};
