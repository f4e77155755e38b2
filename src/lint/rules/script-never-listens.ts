import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { declaredPorts, mayListen } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { Container } from '../model/container';
import { Rule } from '../rule';

export const scriptNeverListens: Rule = {
  id: 'script-never-listens',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds containers that declare a port and run a shell script which starts nothing that could listen on it.',
  why: 'A declared port opens nothing. The Service, the probe or the scrape that leads there gets `connection refused`.',
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
    - name: metrics
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; while true; do echo requests_total 42; sleep 15 & wait; done"]
      ports:
        - containerPort: 9090
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
    - name: metrics
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "exec httpd -f -p 9090 -h /metrics"]
      ports:
        - containerPort: 9090
`,

  ...inScriptsOf(({ containers }) => containers.filter(isShellWithPort), (container, { field, code }, _, report) => {
    if (!mayListen(code)) {
      report({
        at: container.at('ports'),
        message: `container '${container.name}' declares port ${declaredPorts(container)[0]}, and nothing in its script listens`,
        help: 'start a server in the script, or remove the port and what leads to it',
        related: [{ at: field, message: 'the script' }],
      });
    }
  }),
};

function isShellWithPort(container: Container): boolean {
  return container.staysOn && hasImage(container, SHELL_IMAGES) && declaredPorts(container).length > 0;
}
