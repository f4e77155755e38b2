import { Field } from '../model/field';
import { Rule } from '../rule';

export const portNameRepeated: Rule = {
  id: 'port-name-repeated',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['ports'],
  what: 'Finds two ports of one container that have the same name.',
  why: 'Names of ports are unique in a container: the API server rejects the pod.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#ContainerPort',
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
        - name: http
          containerPort: 8080
        - name: http
          containerPort: 8081
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
        - name: http
          containerPort: 8080
        - name: admin
          containerPort: 8081
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const first = new Map<string, Field>();
      for (const name of container.ports.map((port) => port.at('name'))) {
        const earlier = first.get(name.text ?? '');
        if (earlier) {
          report({
            at: name,
            message: `port name '${name.text}' is taken twice in container '${container.name}'`,
            help: 'give one of the ports another name',
            related: [{ at: earlier, message: 'the first one' }],
          });
        } else if (name.text) {
          first.set(name.text, name);
        }
      }
    }
  },
};
