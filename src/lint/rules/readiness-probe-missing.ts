import { targetOf } from '../knowledge/service';
import { getsProbes } from '../knowledge/workload';
import { Container } from '../model/container';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const readinessProbeMissing: Rule = {
  id: 'readiness-probe-missing',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds containers that a Service sends traffic to and that have no readiness probe.',
  why: 'The pod counts as ready as soon as its processes run. In each rollout, the Service sends requests to a container that does not listen '
    + 'yet. A probe of another container of the pod does not help, because it says nothing about this one.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources: {limits: {memory: 64Mi}}
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
        - name: proxy
          image: ghcr.io/acme/proxy:2.0.0
          resources: {limits: {memory: 64Mi}}
          ports:
            - containerPort: 8443
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
  instead: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources: {limits: {memory: 64Mi}}
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
        - name: proxy
          image: ghcr.io/acme/proxy:2.0.0
          resources: {limits: {memory: 64Mi}}
          ports:
            - containerPort: 8443
          readinessProbe:
            tcpSocket:
              port: 8443
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

  concerns: (object) => object.at('spec', 'publishNotReadyAddresses').flag !== true && { selects: 'involved' },

  involves: ({ pods }) => pods.some((pod) => withoutProbe(pod).length > 0),

  checkAmong(service, set, report) {
    const targets = service.at('spec', 'ports').items.map((port) => targetOf(port).scalar);
    for (const container of set.selected(service.at('spec', 'selector'), service).flatMap(withoutProbe)) {
      const ports = container.ports.flatMap((port) => [port.at('containerPort').scalar, port.at('name').scalar]);
      const served = targets.find((target) => target !== undefined && ports.includes(target));
      if (served !== undefined) {
        report({
          at: container.at('readinessProbe'),
          message: `Service '${service.name}' sends traffic to port ${served} of container '${container.name}', which has no readinessProbe`,
          help: 'add one that asks what the Service needs',
          related: [{ at: service.at('spec', 'ports'), message: 'the Service' }],
        });
      }
    }
  },
};

/** Among several containers, one that is ready hides one that is not. */
function withoutProbe(pod: Pod): readonly Container[] {
  const running = pod.completes || getsProbes(pod) ? [] : pod.containers.filter(({ staysOn }) => staysOn);
  return running.length < 2 ? [] : running.filter((container) => container.ports.length > 0 && !container.at('readinessProbe').exists);
}
