import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const POD_SPECS: { [kind: string]: string } = {
  Pod: '/spec',
  CronJob: '/spec/jobTemplate/spec/template/spec',
};

/** For fields that cdk8s-plus does not know. It drops some of them from patches too: they are added to what it gives. */
export function addToSpec(pod: kplus.AbstractPod, field: string, toValue: (found: any) => unknown): void {
  const path = `${POD_SPECS[pod.kind] ?? '/spec/template/spec'}/${field}`;
  const workload = ApiObject.of(pod);
  const render = workload.toJson;
  workload.toJson = () => {
    const manifest = render.call(workload);
    const value = toValue(path.split('/').slice(1).reduce((found, key) => found?.[key], manifest));
    return value === undefined ? manifest : JsonPatch.apply(manifest, JsonPatch.add(path, value));
  };
}
