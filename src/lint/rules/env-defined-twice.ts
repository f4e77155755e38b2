import { repeated } from '../knowledge/repeated';
import { Rule } from '../rule';

export const envDefinedTwice: Rule = {
  id: 'env-defined-twice',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['env'],
  what: 'Finds environment variables that a container defines twice.',
  why: 'The last one counts. `kubectl apply` merges the list by name, so a later change can remove the wrong one.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#EnvVar',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: LOG_LEVEL
          value: info
        - name: LOG_LEVEL
          value: debug
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
      env:
        - name: LOG_LEVEL
          value: debug
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      for (const { field: name, first } of repeated(container.env.map((variable) => variable.at('name')))) {
        report({
          at: name,
          message: `container '${container.name}' defines ${name.text} twice, and the last one counts`,
          help: 'remove one of them',
          related: [{ at: first, message: 'the first one' }],
        });
      }
    }
  },
};
