import { parseQuantity } from '../../core/spec/quantity';
import { AUTOSCALERS, scaledBy } from '../knowledge/autoscaling';
import { Rule } from '../rule';

export const hpaWithoutRequests: Rule = {
  id: 'hpa-without-requests',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds autoscalers (HorizontalPodAutoscaler, and ScaledObject of KEDA) that compare usage with a request which a container does not have.',
  why: 'Utilization is usage divided by the request, and every container of the pod must have one, including sidecars. If one is missing, '
    + 'the autoscaler does not scale at all (`missing request for cpu`).',
  source: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
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
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 100m
        - name: logs
          image: ghcr.io/acme/shipper:1.4.2
          resources: {limits: {memory: 64Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
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
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 100m
        - name: logs
          image: ghcr.io/acme/shipper:1.4.2
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 50m
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 10
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: web
        target:
          type: Utilization
          averageUtilization: 70
`,

  kinds: AUTOSCALERS,

  checkAmong(autoscaler, set, report) {
    // a LimitRange may give what is missing
    for (const { pod, running, resource, container: only, utilization } of set.has('LimitRange') ? [] : scaledBy(autoscaler, set)) {
      const isAsked = utilization.exists && !pod.spec.at('resources').exists;
      const missing = running.filter(({ name }) => isAsked && (!only.exists || name === only.text))
        .find((container) => ['requests', 'limits'].every((list) => !parseQuantity(container.at('resources', list, resource).value)));
      if (missing) {
        report({
          at: utilization,
          message: `'${autoscaler.name}' compares the ${resource} with its request, and container '${missing.name}' of ${pod.object.title} requests none`,
          help: `set resources.requests.${resource} of '${missing.name}'`,
          related: [{ at: missing.at('resources'), message: 'without a request' }],
        });
      }
    }
  },
};
