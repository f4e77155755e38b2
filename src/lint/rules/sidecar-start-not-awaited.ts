import { listenedPorts, localPorts } from '../knowledge/script';
import { Rule } from '../rule';

export const sidecarStartNotAwaited: Rule = {
  id: 'sidecar-start-not-awaited',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['Always'],
  mentions: ['localhost', '127.0.0.1', '::1'],
  what: 'Finds native sidecars without a startup probe that a later container connects to.',
  why: 'Without a startup probe the next container starts as soon as the process of the sidecar runs, before it listens. Readiness is not awaited. '
    + 'An init container then sometimes fails at its first connection.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#sidecar-containers-and-pod-lifecycle',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: database
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 5432
    - name: migrate
      image: ghcr.io/acme/migrations:1.4.2
      env:
        - name: DATABASE_URL
          value: postgres://127.0.0.1:5432/shop
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
  initContainers:
    - name: database
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 5432
      startupProbe:
        tcpSocket:
          port: 5432
        periodSeconds: 1
        failureThreshold: 60
    - name: migrate
      image: ghcr.io/acme/migrations:1.4.2
      env:
        - name: DATABASE_URL
          value: postgres://127.0.0.1:5432/shop
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    pod.containers.forEach((sidecar, index) => {
      if (sidecar.kind !== 'sidecar' || sidecar.at('startupProbe').exists || sidecar.at('lifecycle', 'postStart').exists) {
        return;
      }
      const ports = listenedPorts(sidecar);
      const waiting = pod.containers.slice(index + 1).find((later) => ports.some((port) => localPorts(later).has(port)));
      if (waiting) {
        report({
          at: sidecar.at('startupProbe'),
          message: `'${waiting.name}' connects to native sidecar '${sidecar.name}', which has no startupProbe, so it may not listen yet`,
          help: `add a startupProbe to '${sidecar.name}': the next container starts when it has succeeded`,
          related: [{ at: waiting.at('name'), message: 'connects to it' }],
        });
      }
    });
  },
};
