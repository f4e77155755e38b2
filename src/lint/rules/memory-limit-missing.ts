import { parseQuantity } from '../../core/spec/quantity';
import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const memoryLimitMissing: Rule = {
  id: 'memory-limit-missing',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds containers without a memory limit that run as long as their pod, in pods of several containers.',
  why: 'A sidecar that leaks memory takes it from the app beside it and from the other pods of the node, and the kernel decides who is killed. With '
    + 'a limit it is the sidecar that is restarted.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
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
      restartPolicy: Always
      resources:
        requests:
          memory: 64Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits:
          memory: 512Mi
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
      restartPolicy: Always
      resources:
        requests:
          memory: 64Mi
        limits:
          memory: 64Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits:
          memory: 512Mi
`,

  checkPod(pod, report) {
    const running = pod.containers.filter(({ staysOn }) => staysOn);
    if (running.length < 2 || pod.spec.at('resources', 'limits', 'memory').exists) {
      return;
    }
    for (const container of running) {
      const limit = container.at('resources', 'limits', 'memory');
      if ((!limit.exists || limit.ask(isZero)) && !isPatch(pod)) {
        report({
          at: limit,
          message: `container '${container.name}' has no memory limit`,
          help: 'set resources.limits.memory to what it may use at most',
        });
      }
    }
  },
};

function isZero(quantity: unknown): boolean {
  return parseQuantity(quantity) === 0n;
}
