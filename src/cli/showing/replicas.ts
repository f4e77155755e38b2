import { grouped } from '../../core/values/grouped';
import { mostReplicas, targetOf } from '../../lint/knowledge/autoscaling';
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

/** What is to be known of an autoscaler, as plain data. */
export interface Autoscaler {
  readonly title: string;
  readonly namespace?: string;
  /** Kind and name of what it scales, such as `Deployment/web`. */
  readonly target: string;
  readonly least: number;
  readonly most: number;
}

/** An autoscaler of KEDA has names of its own for the same. */
export function autoscalerOf(object: KubeObject): Autoscaler {
  const { kind, title, namespace } = object;
  const spec = object.at('spec');
  const target = targetOf(object);
  const least = kind === 'ScaledObject' ? spec.at('minReplicaCount').number ?? 0 : spec.at('minReplicas').number ?? 1;
  return { title, namespace, target: `${target.kind}/${target.name}`, least, most: mostReplicas(object) ?? 1 };
}

/** Autoscalers by what they scale, such as `Deployment/web`. */
export type Autoscalers = ReadonlyMap<string, readonly Autoscaler[]>;

export function byTarget(autoscalers: readonly Autoscaler[]): Autoscalers {
  return grouped(autoscalers, ({ target }) => [target]);
}

/** @param autoscalers among the files given */
export function replicasOf(workload: Subject, autoscalers: Autoscalers): Replicas {
  switch (workload.kind) {
    case 'Job': return ofJob(workload, []);
    case 'CronJob': return ofJob(workload, ['spec', 'jobTemplate']);
    case 'DaemonSet': return { least: 1, most: 1, text: 'the replica on each node', isOnePerNode: true };
  }
  const { kind, name, namespace } = workload;
  const autoscaler = autoscalers.get(`${kind}/${name}`)?.find((one) => shareNamespace(one, { namespace }));
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

function autoscaled({ least, most, title }: Autoscaler): Replicas {
  return { least, most, text: `${least} to ${most} replicas (${title})`, isOnePerNode: false };
}
