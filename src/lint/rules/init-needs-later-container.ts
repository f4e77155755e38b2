import { commandText, listenedPorts, localPorts, scriptOf } from '../knowledge/script';
import { Container } from '../model/container';
import { Rule } from '../rule';

/** Programs that connect to somewhere: a port in their arguments is one that must answer. */
const CLIENT = /\b(nc|ncat|curl|wget|psql|pg_isready|mysql|mysqladmin|mariadb|mariadb-admin|redis-cli|mongo(?:sh)?|grpcurl|flyway|liquibase|alembic)\b|\/dev\/tcp|\bmigrate\b|\b(fetch|urlopen|create_connection|createConnection|axios|requests)\b[.\w]*\(|\bhttps?\.(get|request)\(/;

export const initNeedsLaterContainer: Rule = {
  id: 'init-needs-later-container',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['initContainers'],
  mentions: ['localhost', '127.0.0.1', '::1'],
  what: 'Finds init containers that connect to a container of the same pod which starts only after them.',
  why: 'Init containers run one after the other, and regular containers start when the last one has succeeded. The init container waits for a proxy that '
    + 'waits for the init container.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: migrate
      image: ghcr.io/acme/migrations:1.4.2
      command: [sh, -c, "psql -h 127.0.0.1 -p 5432 -f /migrations/all.sql"]
      env:
        - name: PGHOST
          value: 127.0.0.1
        - name: PGPORT
          value: "5432"
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
    - name: database
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      ports:
        - containerPort: 5432
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: database
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - containerPort: 5432
      startupProbe:
        tcpSocket:
          port: 5432
    - name: migrate
      image: ghcr.io/acme/migrations:1.4.2
      command: [sh, -c, "psql -h 127.0.0.1 -p 5432 -f /migrations/all.sql"]
      env:
        - name: PGHOST
          value: 127.0.0.1
        - name: PGPORT
          value: "5432"
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    pod.containers.forEach((container, index) => {
      if (container.kind !== 'init' || !CLIENT.test(whatRuns(container)) || isForgiven(container)) {
        return;
      }
      const isHere = pod.containers.slice(0, index).flatMap((earlier) => earlier.kind === 'sidecar' ? listenedPorts(earlier) : []);
      for (const port of [...localPorts(container)].filter((one) => !isHere.includes(one))) {
        const later = pod.containers.slice(index + 1).find((other) => other.staysOn && listenedPorts(other).includes(port));
        if (later) {
          report({
            at: container.at('command').exists ? container.at('command') : container.at('args'),
            message: `init container '${container.name}' connects to port ${port} of '${later.name}', which starts only after it`,
            help: `make '${later.name}' a native sidecar with a startupProbe, in front of '${container.name}'`,
            related: [{ at: later.at('name'), message: 'starts later' }],
          });
        }
      }
    });
  },
};

/** The command line, or the image, whose own program is run where there is no command, and whose name says which one. */
function whatRuns(container: Container): string {
  return container.at('command').exists ? commandText(container) : `${container.name} ${container.at('image').text} ${commandText(container)}`;
}

/** Whether it goes on when it does not connect: `|| true`. */
function isForgiven(container: Container): boolean {
  const commands = scriptOf(container)?.code.commands ?? [];
  return commands.some(({ operator }, index) => operator === '||' && ['true', ':'].includes(commands[index + 1]?.name));
}
