import { isPatch } from './workload';
import { KubeObject } from '../model/kube-object';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';

export interface ScaledPod {
  readonly autoscaler: KubeObject;
  readonly pod: Pod;
}

/** Each HorizontalPodAutoscaler with the pods that it scales, as far as they are given whole. */
export function scaledPods(set: ObjectSet): ScaledPod[] {
  return set.ofKind('HorizontalPodAutoscaler').flatMap((autoscaler) => {
    const target = autoscaler.at('spec', 'scaleTargetRef');
    const objects = set.named(target.at('kind').text ?? '', target.at('name').text ?? '', autoscaler);
    return objects.flatMap(({ pods }) => pods.filter((pod) => !isPatch(pod)).map((pod) => ({ autoscaler, pod })));
  });
}
