import { declaredPorts, localPorts, localPortsIn, scriptOf, textOf } from '../knowledge/script';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const sidecarWaitsForApp: Rule = {
  id: 'sidecar-waits-for-app',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['startupProbe', 'postStart'],
  what: 'Finds native sidecars whose startup probe or postStart hook asks a port of a container that starts later, or whose script waits for it before it starts what the startup probe asks.',
  why: 'The app starts when the startup probe of each sidecar has succeeded. A sidecar that waits for the app waits forever.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#sidecar-containers-and-pod-lifecycle',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 8443
      startupProbe:
        httpGet:
          path: /healthz
          port: 8080
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 8443
      startupProbe:
        tcpSocket:
          port: 8443
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 8080
      readinessProbe:
        httpGet:
          path: /healthz
          port: 8080
`,

  checkPod(pod, report) {
    pod.containers.forEach((sidecar, index) => {
      for (const { field, asked } of sidecar.kind === 'sidecar' ? questionsOf(sidecar) : []) {
        const ports = asked.filter((port) => port !== undefined && !declaredPorts(sidecar).includes(port));
        const later = pod.containers.slice(index + 1).find((other) => declaredPorts(other).some((port) => ports.includes(port)));
        if (later) {
          report({
            at: field,
            message: `native sidecar '${sidecar.name}' waits for '${later.name}', which starts only after it`,
            help: 'test the sidecar itself here; a readinessProbe may ask the app',
            related: [{ at: later.at('name'), message: 'starts later' }],
          });
        }
      }
    });
  },
};

interface Question {
  readonly field: Field;
  /** The ports that it asks. */
  readonly asked: readonly (number | undefined)[];
}

function questionsOf(sidecar: Container): Question[] {
  const fields = [sidecar.at('startupProbe'), sidecar.at('lifecycle', 'postStart')].filter(({ exists }) => exists);
  const listens = portsAsked(sidecar.at('startupProbe')).some((port) => port !== undefined);
  const waits = listens ? [{ field: scriptOf(sidecar)?.field ?? sidecar.field, asked: portsWaitedFor(sidecar) }] : [];
  return [...fields.map((field) => ({ field, asked: portsAsked(field) })), ...waits];
}

function portsAsked(field: Field): (number | undefined)[] {
  const exec = field.at('exec');
  return [...['httpGet', 'tcpSocket', 'grpc'].map((kind) => field.at(kind, 'port').number), ...exec.exists ? localPorts(new Container('regular', exec)) : []];
}

/** Those that the condition of a loop asks, with nothing in the background: `until nc -z localhost 8080; do sleep 1; done; exec proxy`. */
function portsWaitedFor(sidecar: Container): number[] {
  const commands = scriptOf(sidecar)?.code.commands ?? [];
  const loops = commands.some(({ operator }) => operator === '&') ? [] : new Set(commands.flatMap((command) => command.loops));
  return [...loops].filter(({ isEndless }) => !isEndless).flatMap(({ condition }) => localPortsIn(textOf(condition)));
}
