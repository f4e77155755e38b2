import { namedTargets } from '../knowledge/service';
import { Rule } from '../rule';

export const servicePortNameOnSidecar: Rule = {
  id: 'service-port-name-on-sidecar',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds Services that name a port of a native sidecar, for Kubernetes before 1.33.',
  why: 'Before 1.33, names of ports are looked up among regular containers only. The Service then has no endpoint.',
  source: 'https://github.com/kubernetes/kubernetes/pull/128850',
  exampleMinor: 31,
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - name: https
          containerPort: 8443
      readinessProbe: {tcpSocket: {port: 8443}}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 443
      targetPort: https
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      ports:
        - name: https
          containerPort: 8443
      readinessProbe: {tcpSocket: {port: 8443}}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 443
      targetPort: 8443
`,

  kinds: ['Service'],

  concerns: (object, { minor }) => minor < 33 && namedTargets(object).length > 0,

  checkAmong(service, set, report, { minor }) {
    const pods = minor < 33 ? set.selected(service.at('spec', 'selector'), service) : [];
    for (const target of namedTargets(service)) {
      const isOfRegular = pods.some(({ regular }) => regular.some(({ ports }) => ports.some((port) => port.at('name').text === target.text)));
      const port = pods.flatMap(({ sidecars }) => sidecars.flatMap(({ ports }) => ports)).find((candidate) => candidate.at('name').text === target.text);
      if (port && !isOfRegular) {
        report({
          at: target,
          message: `Service '${service.name}' names port '${target.text}' of a native sidecar, which Kubernetes finds from 1.33 on only`,
          help: `use its number, ${port.at('containerPort').number}`,
          related: [{ at: port.at('name'), message: 'the port' }],
        });
      }
    }
  },
};
