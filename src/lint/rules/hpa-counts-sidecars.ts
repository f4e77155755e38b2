import { AUTOSCALERS, scaledBy } from '../knowledge/autoscaling';
import { Rule } from '../rule';

export const hpaCountsSidecars: Rule = {
  id: 'hpa-counts-sidecars',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds autoscalers (HorizontalPodAutoscaler, and ScaledObject of KEDA) that scale by CPU or memory of whole pods with sidecars.',
  why: 'The metric `Resource` is the usage of all containers, native sidecars included, divided by what all of them request. An idle sidecar hides a busy app, '
    + 'and a busy sidecar scales an idle app. `ContainerResource` looks at one container.',
  source: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#container-resource-metrics',
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
      initContainers:
        - name: logs
          image: ghcr.io/acme/shipper:1.4.2
          restartPolicy: Always
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 50m
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 100m
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
      initContainers:
        - name: logs
          image: ghcr.io/acme/shipper:1.4.2
          restartPolicy: Always
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 50m
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources:
            limits: {memory: 1Gi}
            requests:
              cpu: 100m
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

  checkAmong(autoscaler, set, report, { minor }) {
    for (const { pod, running, resource, container, field } of minor < 27 ? [] : scaledBy(autoscaler, set)) {
      if (!container.exists && running.length > 1 && pod.main) {
        report({
          at: field,
          message: `'${autoscaler.name}' scales by the ${resource} of all ${running.length} containers of ${pod.object.title}`,
          help: autoscaler.kind === 'ScaledObject' ? `set metadata.containerName of the trigger to '${pod.main.name}'` : `use type ContainerResource with container '${pod.main.name}'`,
        });
      }
    }
  },
};
