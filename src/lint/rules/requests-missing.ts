import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const requestsMissing: Rule = {
  id: 'requests-missing',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds containers that request neither CPU nor memory and run as long as their pod, in pods of several containers.',
  why: 'The scheduler counts them as nothing, so nodes are filled beyond what they have. An app and its sidecar without requests share what is left, '
    + 'and a busy sidecar slows the app down.',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled',
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
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        requests:
          cpu: 100m
          memory: 256Mi
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
          cpu: 50m
          memory: 32Mi
        limits:
          memory: 64Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        requests:
          cpu: 100m
          memory: 256Mi
        limits:
          memory: 512Mi
`,

  checkPod(pod, report) {
    const running = pod.containers.filter(({ staysOn }) => staysOn);
    if (running.length < 2 || pod.spec.at('resources').exists) {
      return;
    }
    for (const container of running) {
      const resources = container.at('resources');
      if (!['requests', 'limits'].some((list) => ['cpu', 'memory'].some((resource) => resources.at(list, resource).exists)) && !isPatch(pod)) {
        report({
          at: container.at('resources', 'requests'),
          message: `container '${container.name}' requests neither CPU nor memory`,
          help: 'set resources.requests to what it uses normally',
        });
      }
    }
  },
};
