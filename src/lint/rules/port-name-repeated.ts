import { repeated } from '../knowledge/repeated';
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
      for (const { field: name, first } of repeated(container.ports.map((port) => port.at('name')))) {
        report({
          at: name,
          message: `port name '${name.text}' is taken twice in container '${container.name}'`,
          help: 'give one of the ports another name',
          related: [{ at: first, message: 'the first one' }],
        });
      }
    }
  },
};
