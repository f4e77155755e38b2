import { arePatched } from './kustomize';
import { isPatch } from './workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { KubeObject } from '../model/kube-object';
import { areNear, ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';

/** What makes an autoscaler: KEDA makes a HorizontalPodAutoscaler of each ScaledObject. */
export const AUTOSCALERS: readonly string[] = ['HorizontalPodAutoscaler', 'ScaledObject'];

export function autoscalersIn(set: ObjectSet): readonly KubeObject[] {
  return AUTOSCALERS.flatMap((kind) => set.ofKind(kind));
}

/** What an autoscaler scales; one of KEDA need not say of what kind it is. */
export function targetOf(autoscaler: KubeObject): { readonly kind: string; readonly name: string } {
  const target = autoscaler.at('spec', 'scaleTargetRef');
  return { kind: target.at('kind').text ?? (autoscaler.kind === 'ScaledObject' ? 'Deployment' : ''), name: target.at('name').text ?? '' };
}

/** How many replicas it may make. */
export function mostReplicas(autoscaler: KubeObject): number | undefined {
  const spec = autoscaler.at('spec');
  return autoscaler.kind === 'ScaledObject' ? spec.at('maxReplicaCount').number ?? 100 : spec.at('maxReplicas').number;
}

/** The same among the objects given. */
export function targetsOf(autoscaler: KubeObject, set: ObjectSet): readonly KubeObject[] {
  const { kind, name } = targetOf(autoscaler);
  return set.named(kind, name, autoscaler);
}

/** The pods that an autoscaler scales, as far as they are given whole, and it is known which ones are meant. */
export function scaledPods(autoscaler: KubeObject, set: ObjectSet): Pod[] {
  const targets = targetsOf(autoscaler, set).filter((object) => areNear(object, autoscaler) && !arePatched(set, [], object));
  return areVariants(targets) ? [] : targets.flatMap(({ pods }) => pods.filter((pod) => !isPatch(pod)));
}

/** Whether only one of them can be applied, as of examples beside each other that have the same name. */
function areVariants(targets: readonly KubeObject[]): boolean {
  return new Set(targets.map(({ namespace }) => namespace)).size < targets.length;
}

/** Each figure that an autoscaler looks at, for each of its pods that are given whole. */
export function scaledBy(autoscaler: KubeObject, set: ObjectSet): ScaledPod[] {
  const metrics = resourceMetrics(autoscaler);
  return scaledPods(autoscaler, set).flatMap((pod) => {
    const running = pod.containers.filter(({ staysOn }) => staysOn);
    return metrics.map((metric) => ({ ...metric, pod, running }));
  });
}

export interface ScaledPod extends ResourceMetric {
  readonly pod: Pod;
  /** Its containers that run as long as it does. */
  readonly running: readonly Container[];
}

/** A figure of CPU or memory that an autoscaler looks at. */
interface ResourceMetric {
  readonly resource: string;
  /** The container that it is of; otherwise, it is of the whole pod. */
  readonly container: Field;
  /** Where it is compared with the request. */
  readonly utilization: Field;
  /** The field that says what it is. */
  readonly field: Field;
}

/** All of them: in the form of `autoscaling/v2`, in that of `autoscaling/v1`, and as a trigger of KEDA. */
function resourceMetrics(autoscaler: KubeObject): ResourceMetric[] {
  const spec = autoscaler.at('spec');
  const ofV1 = spec.at('targetCPUUtilizationPercentage');
  return [
    ...spec.at('metrics').items.flatMap((metric) => {
      const source = metric.at(metric.at('type').text === 'ContainerResource' ? 'containerResource' : 'resource');
      return named(source.at('name'), { container: source.at('container'), utilization: source.at('target', 'averageUtilization'), field: metric.at('type') });
    }),
    ...ofV1.exists ? [{ resource: 'cpu', container: ofV1.at('container'), utilization: ofV1, field: ofV1 }] : [],
    ...autoscaler.kind !== 'ScaledObject' ? [] : spec.at('triggers').items.filter((trigger) => ['cpu', 'memory'].includes(trigger.at('type').text ?? '')).flatMap((trigger) => {
      const isUtilization = (trigger.at('metricType').text ?? trigger.at('metadata', 'type').text) === 'Utilization';
      return named(trigger.at('type'), { container: trigger.at('metadata', 'containerName'), utilization: trigger.at('metadata', isUtilization ? 'value' : ''), field: trigger.at('type') });
    }),
  ];
}

function named({ text }: Field, metric: Omit<ResourceMetric, 'resource'>): ResourceMetric[] {
  return text === undefined ? [] : [{ ...metric, resource: text }];
}
