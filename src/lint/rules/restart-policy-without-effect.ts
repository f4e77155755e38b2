import { Rule } from '../rule';

export const restartPolicyWithoutEffect: Rule = {
  id: 'restart-policy-without-effect',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['Always'],
  what: 'Finds `restartPolicy: Always` on regular containers.',
  why: 'Only an init container becomes a native sidecar by it. On a regular container nothing changes: it starts together with the app, stops together with '
    + 'it, and keeps a Job from completing. The API server of 1.34 and later accepts it without a warning, and earlier ones reject the pod.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/',
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
      restartPolicy: Always
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

  checkPod(pod, report, { minor }) {
    const isDefault = (pod.spec.at('restartPolicy').text ?? 'Always') === 'Always' || ['Job', 'CronJob'].includes(pod.object.kind);
    for (const container of pod.regular) {
      const policy = container.at('restartPolicy');
      // a container can be restarted where its pod is not, from 1.35 on
      if (policy.text === 'Always' && (isDefault || minor < 35)) {
        report({
          at: policy,
          message: `restartPolicy of container '${container.name}' does not make it a native sidecar`,
          help: "move the container to 'initContainers' if it is a sidecar, or remove restartPolicy",
        });
      }
    }
  },
};
