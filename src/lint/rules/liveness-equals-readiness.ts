import { handlerOf, patience } from '../knowledge/probes';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const livenessEqualsReadiness: Rule = {
  id: 'liveness-equals-readiness',
  since: '1.0.0',
  severity: 'warning',
  persona: 'strict',
  needs: ['livenessProbe'],
  what: 'Finds liveness probes that check the same as the readiness probe, and do not give up later.',
  why: 'A busy container should be taken out of service first, and be restarted only if that does not help. With two equal probes it is '
    + 'restarted at once, and its load moves to the other replicas, which are then restarted as well.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
      livenessProbe:
        httpGet:
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
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
      livenessProbe:
        httpGet:
          path: /healthz
          port: 8080
        failureThreshold: 12
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const [liveness, readiness] = ['livenessProbe', 'readinessProbe'].map((name) => container.at(name));
      if (asksTheSame(liveness, readiness, container) && patience(liveness) <= patience(readiness)) {
        report({
          at: liveness,
          message: `livenessProbe of container '${container.name}' checks the same as its readinessProbe and gives up after ${patience(liveness)} s, no later`,
          help: 'check something cheaper in the liveness probe, or give it a higher failureThreshold',
          related: [{ at: readiness, message: `gives up after ${patience(readiness)} s` }],
        });
      }
    }
  },
};

/** In a patch, what they ask may stand elsewhere. */
function asksTheSame(liveness: Field, readiness: Field, container: Container): boolean {
  const handler = liveness.exists && readiness.exists ? handlerOf(liveness, container) : '[]';
  return handler !== '[]' && handler === handlerOf(readiness, container);
}
