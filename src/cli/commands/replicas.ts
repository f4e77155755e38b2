import { Subject } from '../../lint/model/field';
import { KubeObject } from '../../lint/model/kube-object';
import { shareNamespace } from '../../lint/model/object-set';

/** How many pods of a workload run at the same time. */
export interface Replicas {
  readonly least: number;
  /** The same unless an autoscaler decides. */
  readonly most: number;
  /** `3 replicas`, `3 to 10 replicas (HorizontalPodAutoscaler web)`. */
  readonly text: string;
  readonly isOnePerNode: boolean;
}

/** @param autoscalers among the files given */
export function replicasOf(workload: Subject, autoscalers: readonly KubeObject[]): Replicas {
  switch (workload.kind) {
    case 'Job': return ofJob(workload, []);
    case 'CronJob': return ofJob(workload, ['spec', 'jobTemplate']);
    case 'DaemonSet': return { least: 1, most: 1, text: 'the replica on each node', isOnePerNode: true };
  }
  const autoscaler = autoscalers.find((one) => scales(one, workload));
  return autoscaler ? autoscaled(autoscaler) : fixed(workload.at('spec', 'replicas').number ?? 1, 'replica');
}

function fixed(count: number, noun: string, rest = ''): Replicas {
  return { least: count, most: count, text: `${count} ${noun}${count === 1 ? '' : 's'}${rest}`, isOnePerNode: false };
}

function ofJob(workload: Subject, path: readonly string[]): Replicas {
  const spec = workload.at(...path, 'spec');
  const parallelism = spec.at('parallelism').number ?? 1;
  return fixed(Math.min(parallelism, spec.at('completions').number ?? parallelism), 'pod', ' at a time');
}

function scales(autoscaler: KubeObject, { kind, name, namespace }: Subject): boolean {
  const target = autoscaler.at('spec', 'scaleTargetRef');
  return (target.at('kind').text ?? 'Deployment') === kind && target.at('name').text === name && shareNamespace(autoscaler, { namespace });
}

/** An autoscaler of KEDA has names of its own for the same. */
function autoscaled({ kind, title, root }: KubeObject): Replicas {
  const spec = root.at('spec');
  const [least, most] = kind === 'ScaledObject'
    ? [spec.at('minReplicaCount').number ?? 0, spec.at('maxReplicaCount').number ?? 100]
    : [spec.at('minReplicas').number ?? 1, spec.at('maxReplicas').number ?? 1];
  return { least, most, text: `${least} to ${most} replicas (${title})`, isOnePerNode: false };
}
