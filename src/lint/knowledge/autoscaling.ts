import { arePatched } from './kustomize';
import { isPatch } from './workload';
import { KubeObject } from '../model/kube-object';
import { areNear, ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';

export function isAutoscaler({ kind }: KubeObject): boolean {
  return kind === 'HorizontalPodAutoscaler';
}

/** The pods that a HorizontalPodAutoscaler scales, as far as they are given whole. */
export function scaledPods(autoscaler: KubeObject, set: ObjectSet): Pod[] {
  const target = autoscaler.at('spec', 'scaleTargetRef');
  const objects = set.named(target.at('kind').text ?? '', target.at('name').text ?? '', autoscaler);
  return objects.filter((object) => areNear(object, autoscaler) && !arePatched(set, [], object))
    .flatMap(({ pods }) => pods.filter((pod) => !isPatch(pod)));
}
