import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const duplicateHostPort: Rule = {
  id: 'duplicate-host-port',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['hostPort'],
  what: 'Finds a port of the node that a pod asks for twice.',
  why: 'A node has each port once. The API server rejects it among regular containers, and accepts it between a native sidecar and the app, '
    + 'where one of them then gets no traffic.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#ContainerPort',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: agent
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 8443
          hostPort: 9100
  containers:
    - name: agent
      image: ghcr.io/acme/agent:3.1.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 9100
          hostPort: 9100
      readinessProbe: {tcpSocket: {port: 9100}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: agent
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 8443
          hostPort: 9100
  containers:
    - name: agent
      image: ghcr.io/acme/agent:3.1.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 9100
      readinessProbe: {tcpSocket: {port: 9100}}
`,

  checkPod(pod, report) {
    const taken: { readonly port: Field; readonly container: Container }[] = [];
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      for (const port of container.ports.filter((candidate) => candidate.at('hostPort').number)) {
        const earlier = taken.find((other) => collide(other.port, port));
        if (earlier) {
          report({
            at: port.at('hostPort'),
            message: `host port ${port.at('hostPort').number} is taken by '${earlier.container.name}' and by '${container.name}'`,
            help: 'use another host port, or none',
            related: [{ at: earlier.port.at('hostPort'), message: 'the first one' }],
          });
        }
        taken.push({ port, container });
      }
    }
  },
};

function collide(one: Field, other: Field): boolean {
  const [protocol, otherProtocol] = [one, other].map((port) => port.at('protocol').text ?? 'TCP');
  const [address, otherAddress] = [one, other].map((port) => port.at('hostIP').text ?? '0.0.0.0');
  return one.at('hostPort').number === other.at('hostPort').number && protocol === otherProtocol
    && (address === otherAddress || [address, otherAddress].includes('0.0.0.0'));
}
