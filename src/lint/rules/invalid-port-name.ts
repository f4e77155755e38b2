import { Rule } from '../rule';

const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

export const invalidPortName: Rule = {
  id: 'invalid-port-name',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['ports'],
  what: 'Finds names of container ports that Kubernetes does not accept.',
  why: 'A name has 15 characters at most, of `a` to `z`, digits and single hyphens, with at least one letter: the API server rejects anything else.',
  source: 'https://www.rfc-editor.org/rfc/rfc6335#section-5.1',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      ports:
        - name: prometheus-metrics
          containerPort: 9090
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
      ports:
        - name: metrics
          containerPort: 9090
`,

  checkPod(pod, report) {
    for (const name of pod.containers.flatMap(({ ports }) => ports.map((port) => port.at('name')))) {
      if (name.text && !PORT_NAME.test(name.text)) {
        report({
          at: name,
          message: name.text.length > 15 ? `port name '${name.text}' has ${name.text.length} characters, and at most 15 are allowed` : `port name '${name.text}' is not valid`,
          help: "use at most 15 lowercase letters, digits and single '-', such as 'metrics'",
        });
      }
    }
  },
};
