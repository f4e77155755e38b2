import { Field } from '../model/field';
import { Rule } from '../rule';

export const envDefinedTwice: Rule = {
  id: 'env-defined-twice',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['env'],
  what: 'Finds environment variables that a container has twice.',
  why: 'The last one counts. `kubectl apply` merges the list by name, so a later change can take the wrong one away.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables',
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
      const first = new Map<string, Field>();
      for (const name of container.env.map((variable) => variable.at('name'))) {
        const earlier = first.get(name.text ?? '');
        if (earlier) {
          report({
            at: name,
            message: `container '${container.name}' has ${name.text} twice, and the last one counts`,
            help: 'remove one of them',
            related: [{ at: earlier, message: 'the first one' }],
          });
        } else if (name.text) {
          first.set(name.text, name);
        }
      }
    }
  },
};
