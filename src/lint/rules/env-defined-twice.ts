import { Field } from '../model/field';
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
      const first = new Map<string, Field>();
      for (const name of container.env.map((variable) => variable.at('name'))) {
        const earlier = first.get(name.text ?? '');
        if (earlier) {
          report({
            at: name,
            message: `container '${container.name}' defines ${name.text} twice, and the last one counts`,
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
