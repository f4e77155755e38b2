import { AUTOSCALERS, scaledBy } from '../knowledge/autoscaling';
import { Rule } from '../rule';

export const hpaUnknownContainer: Rule = {
  id: 'hpa-unknown-container',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds autoscalers (HorizontalPodAutoscaler, and ScaledObject of KEDA) that look at a container which their pods do not have.',
  why: 'The metric cannot be read: the autoscaler reports an error and does not scale.',
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
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources:
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
        container: app
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
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources:
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

  checkAmong(autoscaler, set, report) {
    for (const { pod, running, container } of scaledBy(autoscaler, set)) {
      const names = running.map(({ name }) => name);
      if (container.text !== undefined && !names.includes(container.text)) {
        report({
          at: container,
          message: `'${container.text}' is not a container of ${pod.object.title} that runs`,
          help: `use one of ${names.map((name) => `'${name}'`).join(', ')}`,
        });
      }
    }
  },
};
