import { PROBES } from '../knowledge/probes';
import { Rule } from '../rule';

export const probeOnInitContainer: Rule = {
  id: 'probe-on-init-container',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['initContainers'],
  what: 'Finds probes and lifecycle hooks of init containers that are not native sidecars.',
  why: 'An init container runs to its end, so there is nothing to probe: the API server rejects the pod. With `restartPolicy: Always` it would '
    + 'be a native sidecar, which may have all of them.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#differences-from-regular-containers',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      startupProbe:
        tcpSocket:
          port: 9901
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
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
      startupProbe:
        tcpSocket:
          port: 9901
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    for (const container of pod.init) {
      for (const field of [...PROBES, 'lifecycle']) {
        if (container.at(field).exists) {
          report({
            at: container.at(field),
            message: `init container '${container.name}' has ${field === 'lifecycle' ? 'lifecycle hooks' : `a ${field}`}, which init containers may not have`,
            help: "remove it, or set 'restartPolicy: Always' if this is a sidecar",
          });
        }
      }
    }
  },
};
