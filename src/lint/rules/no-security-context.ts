import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const noSecurityContext: Rule = {
  id: 'no-security-context',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds pods of several containers without any security context.',
  why: 'Each container runs as the user of its image, which is usually root, with the default capabilities and a root file system that it can '
    + 'change. An attacker in one of them can change every volume that it mounts, and reaches the others on the network that they share. A namespace with the restricted Pod Security Standard '
    + 'rejects such pods.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
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
spec:
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: [ALL]
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: [ALL]
`,

  checkPod(pod, report) {
    const hasContext = [pod.spec, ...pod.containers].some((one) => one.at('securityContext').fields.length > 0);
    if (!hasContext && !isPatch(pod) && pod.containers.filter(({ staysOn }) => staysOn).length > 1) {
      report({
        at: pod.spec.at('securityContext'),
        message: 'no container of this pod has a security context, and neither has the pod',
        help: 'let it run as a user that is not root, without capabilities and without privilege escalation',
      });
    }
  },
};
