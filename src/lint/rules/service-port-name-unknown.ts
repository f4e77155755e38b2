import { getPorts } from '../knowledge/kustomize';
import { isHeadless, namedTargets } from '../knowledge/service';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const servicePortNameUnknown: Rule = {
  id: 'service-port-name-unknown',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds Services with a named `targetPort` that none of their pods has.',
  why: 'The name is looked up among the ports of the pods\' containers. Where it is missing, the Service has no endpoint, and every connection fails. '
    + 'A headless Service leads to the addresses of pods whatever its ports are, so it is left alone.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
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
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: web
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
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
`,

  kinds: ['Service'],

  concerns: (object) => !isHeadless(object) && namedTargets(object).length > 0,

  checkAmong(service, set, report) {
    const pods = set.selected(service.at('spec', 'selector'), service);
    const injected = set.ofKind('SidecarSet').flatMap((sidecars) => sidecars.at('spec', 'containers').items.flatMap((container) => container.at('ports').items));
    const ports = [...injected, ...pods.flatMap(({ containers }) => containers.flatMap((container) => container.ports))];
    for (const target of namedTargets(service)) {
      const protocol = protocolOf(target.parent!);
      const names = new Set(ports.filter((port) => protocolOf(port) === protocol).map((port) => port.at('name').text).filter((name) => name));
      if (pods.length > 0 && !getPorts(set, pods, service) && !names.has(target.text!)) {
        report({
          at: target,
          message: `Service '${service.name}' names ${protocol === 'TCP' ? '' : `${protocol} `}port '${target.text}', which none of its pods has`,
          help: names.size > 0 ? `use one of their ports: ${[...names].map((name) => `'${name}'`).join(', ')}` : 'name the port in a container, or use its number',
          related: pods.slice(0, 3).map((pod) => ({ at: pod.spec.at('containers'), message: 'its pods' })),
        });
      }
    }
  },
};

/** A port of a Service leads to ports of the same protocol only. */
function protocolOf(port: Field): string {
  return port.at('protocol').scalar ?? 'TCP';
}
