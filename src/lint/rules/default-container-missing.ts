import { hasImage, NEVER_THE_APP } from '../knowledge/image';
import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const defaultContainerMissing: Rule = {
  id: 'default-container-missing',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds pods of several containers that do not say which one is the app.',
  why: '`kubectl logs` and `kubectl exec` take the first container. A container that an injector puts in front changes that, and tools that '
    + 'rely on the annotation show the wrong logs.',
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubectl-kubernetes-io-default-container',
  fix: 'safe',
  example: `
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
    const annotation = pod.metadata.at('annotations', 'kubectl.kubernetes.io/default-container');
    const app = pod.regular.find((container) => !hasImage(container, NEVER_THE_APP)) ?? pod.main;
    if (app && pod.regular.length > 1 && !annotation.exists && !isPatch(pod)) {
      report({
        at: annotation,
        message: `this pod of ${pod.regular.length} containers does not say which one is the app`,
        help: `add the annotation kubectl.kubernetes.io/default-container: ${app.name}`,
        fix: app.name === '' ? undefined : [{ set: annotation, to: app.name }],
      });
    }
  },
};
