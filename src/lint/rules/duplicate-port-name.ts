import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const duplicatePortName: Rule = {
  id: 'duplicate-port-name',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['ports'],
  what: 'Finds port names that two containers of a pod share.',
  why: 'The API server accepts it, but a Service, an Ingress or a PodMonitor that uses the name leads to the first port only.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#ContainerPort',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      ports:
        - name: metrics
          containerPort: 8081
      readinessProbe: {tcpSocket: {port: 8081}}
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - name: metrics
          containerPort: 9102
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      ports:
        - name: metrics
          containerPort: 8081
      readinessProbe: {tcpSocket: {port: 8081}}
    - name: exporter
      image: ghcr.io/acme/exporter:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - name: exporter
          containerPort: 9102
`,

  checkPod(pod, report) {
    const first = new Map<string, { readonly container: Container; readonly name: Field }>();
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      for (const port of container.ports) {
        const name = port.at('name');
        const earlier = first.get(name.text ?? '');
        if (earlier && earlier.container !== container) {
          report({
            at: name,
            message: `port name '${name.text}' of container '${container.name}' is taken in '${earlier.container.name}' already`,
            help: 'give one of the ports another name',
            related: [{ at: earlier.name, message: 'the first one' }],
          });
        } else if (name.text && !earlier) {
          first.set(name.text, { container, name });
        }
      }
    }
  },
};
