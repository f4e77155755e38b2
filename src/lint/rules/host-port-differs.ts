import { Rule } from '../rule';

export const hostPortDiffers: Rule = {
  id: 'host-port-differs',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['hostNetwork'],
  what: 'Finds a `hostPort` that is not the `containerPort`, in a pod on the network of the node.',
  why: 'With `hostNetwork: true` a container listens on the ports of the node itself, and nothing leads one port to another. The API server rejects the pod.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#ContainerPort',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: agent
spec:
  hostNetwork: true
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: agent
      image: ghcr.io/acme/agent:3.1.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
          hostPort: 9100
      readinessProbe: {tcpSocket: {port: 8080}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: agent
spec:
  hostNetwork: true
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: agent
      image: ghcr.io/acme/agent:3.1.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
      readinessProbe: {tcpSocket: {port: 8080}}
`,

  checkPod(pod, report) {
    if (!pod.spec.at('hostNetwork').flag) {
      return;
    }
    for (const port of pod.containers.flatMap((container) => container.ports)) {
      const [hostPort, containerPort] = [port.at('hostPort'), port.at('containerPort')];
      // 0 is what the API server replaces by the port of the container
      if (hostPort.number && containerPort.number && hostPort.number !== containerPort.number) {
        report({
          at: hostPort,
          message: `host port ${hostPort.number} cannot lead to port ${containerPort.number} with hostNetwork`,
          help: `remove the hostPort, as the container listens on port ${containerPort.number} of the node, or make both the port that it listens on`,
          related: [{ at: containerPort, message: 'the port of the container' }, { at: pod.spec.at('hostNetwork'), message: 'on the network of the node' }],
        });
      }
    }
  },
};
