import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const duplicateContainerPort: Rule = {
  id: 'duplicate-container-port',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['containerPort'],
  what: 'Finds a port that two containers of a pod declare.',
  why: 'All containers of a pod share one network address. Only one of them can listen on a port: the second one fails to start, or gets no connections.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking',
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
        - containerPort: 8080
      readinessProbe: {tcpSocket: {port: 8080}}
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
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
        - containerPort: 8080
      readinessProbe: {tcpSocket: {port: 8080}}
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8443
`,

  checkPod(pod, report) {
    const first = new Map<string, { readonly container: Container; readonly port: Field }>();
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      for (const port of container.ports) {
        const number = port.at('containerPort').type === 'number' ? port.at('containerPort').identity : undefined;
        const protocol = port.at('protocol').text ?? 'TCP';
        const earlier = first.get(`${number}/${protocol}`);
        if (earlier && earlier.container !== container && number !== undefined) {
          report({
            at: port.at('containerPort'),
            message: `containers '${earlier.container.name}' and '${container.name}' both declare port ${port.at('containerPort').number}/${protocol}`,
            help: 'let one of them listen on another port',
            related: [{ at: earlier.port.at('containerPort'), message: 'the first one' }],
          });
        }
        first.set(`${number}/${protocol}`, earlier ?? { container, port });
      }
    }
  },
};
