import * as kplus from 'cdk8s-plus-28';

/** What cdk8s-plus does not show of a workload. */
interface Renderer {
  /** Of a StatefulSet, from cdk8s-plus-31 on. */
  readonly volumeClaimTemplates?: { readonly name: string }[];
  _toPodSpec(): kplus.k8s.PodSpec;
}

const rendered = new WeakSet<kplus.AbstractPod>();

/** StatefulSets of cdk8s-plus-31 to 34 come out without volumes: those that containers mount are added to the pod, unless a claim has the name. */
export function renderMountedVolumes(pod: kplus.AbstractPod): void {
  if (rendered.has(pod)) {
    return;
  }
  rendered.add(pod);
  const renderer = pod as unknown as Renderer;
  const render = renderer._toPodSpec;
  renderer._toPodSpec = () => {
    const spec = render.call(renderer);
    const there = new Set([...spec.volumes ?? [], ...renderer.volumeClaimTemplates ?? []].map(({ name }) => name));
    const missing = [...pod.initContainers, ...pod.containers].flatMap(({ mounts }) => mounts.map(({ volume }) => volume))
      .filter(({ name }, index, all) => !there.has(name) && all.findIndex((other) => other.name === name) === index);
    return missing.length === 0 ? spec : { ...spec, volumes: [...spec.volumes ?? [], ...missing.map((volume) => volume._toKube())] };
  };
}
