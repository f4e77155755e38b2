import { Rule } from '../rule';

export const sharedProcessNamespace: Rule = {
  id: 'shared-process-namespace',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: ['shareProcessNamespace'],
  what: 'Finds pods whose containers share their processes.',
  why: 'Each container sees the arguments of all processes, and one of the same user can read their environment and files and stop them. '
    + 'The first process is no longer the program of the container, which some programs count on.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  shareProcessNamespace: true
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: reloader
      image: ghcr.io/acme/reloader:1.0.0
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
    - name: reloader
      image: ghcr.io/acme/reloader:1.0.0
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    const shared = pod.spec.at('shareProcessNamespace');
    if (shared.flag && pod.containers.filter(({ staysOn }) => staysOn).length > 1) {
      report({
        at: shared,
        message: 'the containers of this pod share their processes',
        help: 'remove it, or suppress this with the reason why one container must see the processes of another',
      });
    }
  },
};
