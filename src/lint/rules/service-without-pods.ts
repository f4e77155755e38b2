import { addedLabels, hasUnknownNeighbours } from '../knowledge/kustomize';
import { selectsByController } from '../knowledge/service';
import { Rule } from '../rule';

export const serviceWithoutPods: Rule = {
  id: 'service-without-pods',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds Services whose selector matches no pod among the objects given.',
  why: 'If no other manifest has such pods, the Service has no endpoint, and every connection fails. Where they come from somewhere '
    + 'else, say so by a suppression with that reason.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
---
apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    component: frontend
  ports:
    - port: 8080
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
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
  name: shop
spec:
  selector:
    app: web
  ports:
    - port: 8080
`,

  kinds: ['Service'],

  concerns: (object) => object.at('spec', 'selector').fields.length > 0 && { selects: 'nothing' },

  checkAmong(service, set, report) {
    const selector = service.at('spec', 'selector');
    const hasPods = KINDS.some((kind) => set.has(kind));
    const isLabelled = selector.fields.some(({ key }) => addedLabels(set).has(key));
    const isKnown = hasPods && !isLabelled && !selectsByController(selector) && !hasUnknownNeighbours(service);
    if (isKnown && selector.fields.length > 0 && set.selectedAnywhere(selector, service).length === 0) {
      report({
        at: selector,
        message: `Service '${service.name}' selects no pod among ${set.where}`,
        help: 'use the labels of its pods, or suppress this with where they come from',
      });
    }
  },
};

/** Where pods are given: a file with a Service alone says nothing about them. */
const KINDS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout', 'DeploymentConfig'];
