import { hasImage, LOG_SHIPPER_IMAGES } from '../knowledge/image';
import { getPorts } from '../knowledge/kustomize';
import { declaredPorts, isForever, mayListen, scriptOf } from '../knowledge/script';
import { isHeadless, targetOf } from '../knowledge/service';
import { Container } from '../model/container';
import { Rule } from '../rule';

export const servicePortUndeclared: Rule = {
  id: 'service-port-undeclared',
  since: '1.0.0',
  severity: 'warning',
  persona: 'strict',
  what: 'Finds Services that target a port which no container of their pods declares, although all of them declare ports.',
  why: 'A Service sends connections to the number whether anything listens there or not. Where every container says on which ports it listens, '
    + 'and none of them is this one, the number is most likely wrong.',
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
            - containerPort: 8080
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
            - containerPort: 8080
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
      targetPort: 8080
`,

  kinds: ['Service'],

  checkAmong(service, set, report) {
    const pods = set.selected(service.at('spec', 'selector'), service);
    const containers = pods.flatMap((pod) => pod.containers.filter(({ staysOn }) => staysOn));
    const declared = new Set(containers.flatMap(declaredPorts));
    const all = declared.size > 0 && !getPorts(set, pods, service) && containers.every((one) => one.ports.length > 0 || servesNobody(one));
    for (const port of all && !isHeadless(service) ? service.at('spec', 'ports').items : []) {
      const target = targetOf(port);
      const number = Number(target.scalar);
      if (Number.isInteger(number) && !declared.has(number)) {
        report({
          at: target,
          message: `Service '${service.name}' leads to port ${number}, which no container of its pods declares`,
          help: `lead it to one of their ports (${[...declared].join(', ')}), or declare ${number} where it is listened on`,
        });
      }
    }
  },
};

/** A log shipper, or a script that starts no server. */
function servesNobody(container: Container): boolean {
  const script = scriptOf(container);
  return script ? !mayListen(script.code) : isForever(container) || hasImage(container, LOG_SHIPPER_IMAGES);
}
