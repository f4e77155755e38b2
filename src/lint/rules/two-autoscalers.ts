import { grouped } from '../../core/values/grouped';
import { askedOnce } from '../knowledge/asked-once';
import { AUTOSCALERS, autoscalersIn, targetOf, targetsOf } from '../knowledge/autoscaling';
import { KubeObject } from '../model/kube-object';
import { belongTogether, ObjectSet } from '../model/object-set';
import { Rule } from '../rule';

export const twoAutoscalers: Rule = {
  id: 'two-autoscalers',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds workloads that two autoscalers scale.',
  why: 'Each sets the number of replicas that it wants, so that pods are started and removed again all the time. Newer versions of Kubernetes stop scaling instead. Autoscalers in two files are compared only if their workload is in the same folder, because they are often variants otherwise.',
  source: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#scaling-on-multiple-metrics',
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
              memory: 128Mi
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
  minReplicas: 3
  maxReplicas: 9
  metrics:
    - type: ContainerResource
      containerResource:
        container: web
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web-memory
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 3
  maxReplicas: 9
  metrics:
    - type: ContainerResource
      containerResource:
        container: web
        name: memory
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
              memory: 128Mi
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
  minReplicas: 3
  maxReplicas: 9
  metrics:
    - type: ContainerResource
      containerResource:
        container: web
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
    - type: ContainerResource
      containerResource:
        container: web
        name: memory
        target:
          type: Utilization
          averageUtilization: 70
`,

  kinds: AUTOSCALERS,

  concerns: (object) => object.at('spec', 'scaleTargetRef', 'name').exists,

  checkAmong(autoscaler, set, report) {
    const target = titleOf(autoscaler);
    const first = (autoscalersByTarget(set).get(target) ?? [])
      .find((other) => idOf(other) < idOf(autoscaler) && belongTogether(other, autoscaler));
    const isWithTarget = (): boolean => targetsOf(autoscaler, set).some((workload) => belongTogether(workload, autoscaler));
    if (first && (first.origin.file === autoscaler.origin.file || isWithTarget())) {
      report({
        at: autoscaler.at('spec', 'scaleTargetRef'),
        message: `${idOf(autoscaler)} scales ${target}, and so does ${idOf(first)}: they work against each other`,
        help: 'remove one of them; one autoscaler can have several metrics',
        related: [{ at: first.at('spec', 'scaleTargetRef'), message: 'the other one' }],
      });
    }
  },
};

const autoscalersByTarget = askedOnce((set: ObjectSet) => grouped(autoscalersIn(set), (autoscaler) => [titleOf(autoscaler)]));

function titleOf(autoscaler: KubeObject): string {
  const { kind, name } = targetOf(autoscaler);
  return `${kind} '${name}'`;
}

function idOf({ kind, name }: KubeObject): string {
  return `${kind} '${name}'`;
}
