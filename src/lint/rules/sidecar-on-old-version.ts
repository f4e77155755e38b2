import { Rule } from '../rule';

export const sidecarOnOldVersion: Rule = {
  id: 'sidecar-on-old-version',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['Always'],
  what: 'Finds native sidecars in manifests for Kubernetes before 1.29.',
  why: 'Before 1.28 the API server drops `restartPolicy` of an init container, and so does 1.28 by default. The sidecar is then an ordinary '
    + 'init container that never ends, and the app never starts.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
  exampleMinor: 28,
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
    - name: web
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
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report, { minor }) {
    for (const sidecar of minor < 29 ? pod.sidecars : []) {
      report({
        at: sidecar.at('restartPolicy'),
        message: `container '${sidecar.name}' is a native sidecar, which Kubernetes has from 1.29 on only`,
        help: "move it to 'containers' without restartPolicy, or aim at 1.29 or later",
      });
    }
  },
};
