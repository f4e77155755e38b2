import { probesOf } from '../knowledge/probes';
import { Rule } from '../rule';

export const probeHostIsNode: Rule = {
  id: 'probe-host-is-node',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['localhost', '127.0.0.1', '::1'],
  what: 'Finds probes and hooks with `host: localhost` or `127.0.0.1` in pods with an address of their own.',
  why: 'The kubelet makes the request, and to the kubelet localhost is the node. The probe asks whatever listens there. '
    + 'The baseline Pod Security Standard of Kubernetes 1.34 and later rejects `host` altogether.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes',
  fix: 'safe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      livenessProbe:
        httpGet:
          host: 127.0.0.1
          path: /healthz
          port: 8080
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
      livenessProbe:
        httpGet:
          path: /healthz
          port: 8080
`,

  checkPod(pod, report) {
    if (pod.spec.at('hostNetwork').flag) {
      return;
    }
    for (const container of pod.containers) {
      for (const { what, host } of probesOf(container)) {
        if (['localhost', '127.0.0.1', '::1'].includes(host.text ?? '')) {
          report({
            at: host,
            message: `${what} of container '${container.name}' asks ${host.text}, which is the node and not this pod`,
            help: "remove 'host', and let the container listen on the pod's address; or use an exec probe",
            fix: [{ remove: host }],
          });
        }
      }
    }
  },
};
