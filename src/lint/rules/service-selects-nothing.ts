import { addedLabels, arePatched, hasUnknownNeighbours } from '../knowledge/kustomize';
import { Rule } from '../rule';

/** Their controllers give pods labels of their own too. */
const LABELLING = ['Rollout', 'DeploymentConfig', 'LeaderWorkerSet', 'RayCluster', 'RayService', 'RayJob'];

export const serviceSelectsNothing: Rule = {
  id: 'service-selects-nothing',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds Services whose selector matches no pod among the objects given, although the labels of one pod differ in a single value only.',
  why: 'A Service without pods has no endpoint, and every connection fails. A label that was renamed or mistyped on one side is the usual reason.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: shop
      component: web
  template:
    metadata:
      labels:
        app: shop
        component: web
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: shop
    component: webapp
  ports:
    - port: 8080
`,
  instead: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: shop
      component: web
  template:
    metadata:
      labels:
        app: shop
        component: web
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: shop
    component: web
  ports:
    - port: 8080
`,

  kinds: ['Service'],

  concerns: (object) => object.at('spec', 'selector').fields.length > 0 && { selects: 'nothing' },

  checkAmong(service, set, report) {
    const selector = service.at('spec', 'selector');
    const labels = selector.fields;
    if (labels.length === 0 || set.selectedAnywhere(selector, service).length > 0) {
      return;
    }
    const near = set.almostSelected(labels, service);
    if (near && !hasUnknownNeighbours(service) && !arePatched(set, [near], service) && !LABELLING.includes(near.object.kind)) {
      const label = labels.find((one) => near.metadata.at('labels', one.key!).scalar !== one.scalar)!;
      if (addedLabels(set).has(label.key)) {
        return;
      }
      const theirs = near.metadata.at('labels', label.key!);
      report({
        at: label,
        message: `Service '${service.name}' selects no pod among ${set.where}: ${label.key} is '${label.scalar}'`,
        help: `use '${theirs.scalar}', as ${near.object.title} has it`,
        related: [{ at: theirs, message: 'the nearest pods' }],
      });
    }
  },
};
