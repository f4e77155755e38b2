import { declaredPorts, identitiesOfPorts, localPorts, localPortsIn, scriptOf, textOf } from '../knowledge/script';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const sidecarWaitsForApp: Rule = {
  id: 'sidecar-waits-for-app',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['startupProbe', 'postStart'],
  what: 'Finds native sidecars whose startup probe or `postStart` hook asks a port of a container that starts later, or whose script waits for it before it starts what the startup probe asks. The `postStart` hook of a regular container is checked too.',
  why: 'The app starts when the startup probe of each sidecar has succeeded. A sidecar that waits for the app waits forever. '
    + 'Regular containers start one after the other as well, and the next one starts when the `postStart` hook has ended.',
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
      for (const { field, asked, portsOf } of questionsOf(sidecar)) {
        const ports = asked.filter((port) => !portsOf(sidecar).includes(port));
        const others = ports.length === 0 ? [] : pod.containers.slice(index + 1);
        const later = others.find((other) => portsOf(other).some((port) => ports.includes(port)));
        if (later) {
          report({
            at: field,
            message: `${sidecar.kind === 'sidecar' ? 'native sidecar' : 'postStart of container'} '${sidecar.name}' waits for '${later.name}', which starts only after it`,
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
  readonly asked: readonly unknown[];
  /** The ports of a container to compare them with. */
  readonly portsOf: (container: Container) => readonly unknown[];
}

/** Regular containers start one after the other too, and a postStart hook holds the next one. */
function questionsOf(sidecar: Container): Question[] {
  const isNative = sidecar.kind === 'sidecar';
  const fields = [...isNative ? [sidecar.at('startupProbe')] : [], ...sidecar.staysOn ? [sidecar.at('lifecycle', 'postStart')] : []].filter(({ exists }) => exists);
  const listens = isNative && portsAsked(sidecar.at('startupProbe')).length > 0;
  const waits = listens ? [{ field: scriptOf(sidecar)?.field ?? sidecar.field, asked: portsWaitedFor(sidecar), portsOf: declaredPorts }] : [];
  return [...fields.map((field) => ({ field, asked: portsAsked(field), portsOf: field.at('exec').exists ? declaredPorts : identitiesOfPorts })), ...waits];
}

function portsAsked(field: Field): unknown[] {
  const exec = field.at('exec');
  const ports = ['httpGet', 'tcpSocket', 'grpc'].map((kind) => field.at(kind, 'port')).filter(({ type }) => type === 'number');
  return exec.exists ? [...ports.map(({ number }) => number), ...localPorts(new Container('regular', exec))] : ports.map(({ identity }) => identity);
}

/** Those that the condition of a loop asks, with nothing in the background: `until nc -z localhost 8080; do sleep 1; done; exec proxy`. */
function portsWaitedFor(sidecar: Container): number[] {
  const commands = scriptOf(sidecar)?.code.commands ?? [];
  const loops = commands.some(({ operator }) => operator === '&') ? [] : new Set(commands.flatMap((command) => command.loops));
  return [...loops].filter(({ isEndless }) => !isEndless).flatMap(({ condition }) => localPortsIn(textOf(condition)));
}
