import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podOf } from '../core/pod/pod-editor';

/**
 * Fails where more than one pod of the workload can start at once.
 *
 * @param problem what is wrong with that
 */
export function refuseSeveralPods(owner: Construct, problem: string, waysOut: string): void {
  const pod = podOf(owner);
  const check = () => {
    const reason = severalPods(pod);
    return reason ? [`${problem}, and ${reason}: ${waysOut}`] : [];
  };
  const [message] = check();
  if (message) {
    throw new Error(message);
  }
  owner.node.addValidation({ validate: check }); // an autoscaler comes later than its workload
}

function severalPods(pod: kplus.AbstractPod): string | undefined {
  const { replicas, hasAutoscaler, podManagementPolicy } = pod as Partial<kplus.StatefulSet>;
  const several = hasAutoscaler ? 'an autoscaler starts several pods at once' : undefined;
  switch (pod.kind) {
    case 'CronJob': return (pod as kplus.CronJob).concurrencyPolicy === kplus.ConcurrencyPolicy.ALLOW
      ? 'a Job of the CronJob may start while another one runs' : undefined;
    case 'DaemonSet': return 'a DaemonSet starts a pod on every node at once';
    case 'Deployment': return several ?? ((replicas ?? 2) > 1 ? `${replicas ?? 2} replicas start at once` : undefined);
    case 'StatefulSet': return podManagementPolicy === kplus.PodManagementPolicy.PARALLEL
      ? several ?? ((replicas ?? 1) > 1 ? `${replicas} replicas start at once` : undefined) : undefined;
    default: return undefined;
  }
}
