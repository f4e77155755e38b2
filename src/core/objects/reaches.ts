import { ApiObject, ApiObjectMetadataDefinition, ApiObjectProps, Chart, Duration, JsonPatch, Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';

/**
 * Everything that reaches into cdk8s and cdk8s-plus past their types. Each has a test that says which field of theirs has moved.
 */

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** What grows in a pod and in a container, without the copies that their getters make. */
export interface PodLists {
  readonly containers: ContainerLists[];
  readonly initContainers: ContainerLists[];
}

export interface ContainerLists {
  readonly mounts: kplus.VolumeMount[];
  readonly name: string;
  readonly _ports: kplus.ContainerPort[];
}

export function listsOf(pod: kplus.AbstractPod): PodLists {
  const { _containers, _initContainers } = pod as unknown as { _containers: ContainerLists[]; _initContainers: ContainerLists[] };
  return { containers: _containers, initContainers: _initContainers };
}

export interface ServiceInternals {
  /** They can be changed. */
  readonly ports: Writable<kplus.ServicePort>[];
  /** The labels of the pods that it leads to. */
  readonly selector: { [label: string]: string };
}

export function internalsOf(service: kplus.Service): ServiceInternals {
  const { _ports, _selector } = service as unknown as { _ports: Writable<kplus.ServicePort>[]; _selector: { [label: string]: string } };
  return { ports: _ports, selector: _selector };
}

/** Gives the pod a group for its files, unless it has one. */
export function setDefaultGroup(pod: kplus.AbstractPod, group: number): void {
  (pod.securityContext as Writable<kplus.PodSecurityContext>).fsGroup ??= group;
}

export function setGracePeriod(pod: kplus.AbstractPod, period: Duration): void {
  (pod as Writable<Pick<kplus.AbstractPod, 'terminationGracePeriod'>>).terminationGracePeriod = period;
}

/** Adds a kernel parameter to the pod, unless it is set. */
export function setDefaultSysctl(pod: kplus.AbstractPod, name: string, value: string): void {
  const { _sysctls } = pod.securityContext as unknown as { _sysctls: kplus.Sysctl[] };
  if (!_sysctls.some((sysctl) => sysctl.name === name)) {
    _sysctls.push({ name, value });
  }
}

/** An annotation as it was given, which is read without rendering the metadata. */
export function annotationOf(metadata: ApiObjectMetadataDefinition, name: string): string | undefined {
  return (metadata as unknown as { annotations: { [name: string]: string } }).annotations[name];
}

/** All that metadata is rendered of: what was given for it, and what has become of that. */
export function attributesOf(metadata: ApiObjectMetadataDefinition): { readonly [name: string]: unknown } {
  const { _additionalAttributes: given, name, namespace, annotations, finalizers, ownerReferences, labels } = metadata as any;
  return Object.assign({}, given, { name, namespace, annotations, finalizers, ownerReferences, labels });
}

/** Whether the names of a chart's objects end in a hash of their paths. */
export function hasNameHashes(chart: Chart): boolean {
  return !(chart as unknown as { _disableResourceNameHashes: boolean })._disableResourceNameHashes;
}

/** What an object was created with. */
export function propsOf(object: ApiObject): ApiObjectProps {
  return (object as unknown as { props: ApiObjectProps }).props;
}

export function patchesOf(object: ApiObject): readonly JsonPatch[] {
  return (object as unknown as { patches: JsonPatch[] }).patches;
}

/** The kinds of a volume and their options, as the manifest will have them. */
export function sourceOf(volume: kplus.Volume): kplus.k8s.Volume {
  return volume._toKube();
}

/** The command of a probe or a lifecycle action, if it has one. */
export function commandOf(handler: kplus.Probe | kplus.Handler, container: kplus.Container): string[] {
  return handler._toKube(container).exec?.command ?? [];
}

/** Gives an object another name. cdk8s writes that of its metadata. */
export function rename(object: ApiObject, name: string): void {
  (object as Writable<ApiObject>).name = name;
  (object.metadata as Writable<ApiObjectMetadataDefinition>).name = name;
}

/** A volume of a source that is known when the pod is rendered, or that cdk8s-plus does not know: a volume of another kind renders it. */
export function volumeFrom(owner: Construct, id: string, name: string, source: () => object): kplus.Volume {
  const volume = outOfTree(kplus.Volume.fromEmptyDir(owner, id, name));
  volume._toKube = () => ({ name, ...source() });
  return volume;
}

/** cdk8s-plus writes storage in whole gibibytes, and `Size` throws for less: this size gives it fractions of them, as `gibibytesOf` writes them. */
export function inGibibytes(storage: kplus.EphemeralStorageResources): kplus.EphemeralStorageResources {
  return { limit: fractionOf(storage.limit), request: fractionOf(storage.request) };
}

/** Containers share the sizes of a resource profile. */
const fractions = new WeakMap<Size, Size>();

function fractionOf(size?: Size): Size | undefined {
  if (!size || fractions.has(size)) {
    return size && fractions.get(size);
  }
  const fraction: Size = Object.assign(Object.create(Size.prototype), size, { toGibibytes: () => toGibibytes(size) });
  fractions.set(size, fraction);
  return fraction;
}

export function gibibytesOf(size: Size): string {
  return `${toGibibytes(size)}Gi`;
}

const toGibibytes = (size: Size) => size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });

/** StatefulSets of cdk8s-plus-31 to 34 come out without volumes: those that containers mount are added, unless a claim has the name. */
export function renderMountedVolumes(pod: kplus.AbstractPod): void {
  const renderer = pod as unknown as { readonly volumeClaimTemplates?: { readonly name: string }[]; _toPodSpec(): kplus.k8s.PodSpec };
  const render = renderer._toPodSpec;
  renderer._toPodSpec = () => {
    const spec = render.call(renderer);
    const there = new Set([...spec.volumes ?? [], ...renderer.volumeClaimTemplates ?? []].map(({ name }) => name));
    const missing = [...pod.initContainers, ...pod.containers].flatMap(({ mounts }) => mounts.map(({ volume }) => volume))
      .filter(({ name }, index, all) => !there.has(name) && all.findIndex((other) => other.name === name) === index);
    return missing.length === 0 ? spec : { ...spec, volumes: [...spec.volumes ?? [], ...missing.map((volume) => volume._toKube())] };
  };
}

/** The pod spec as cdk8s-plus renders it. */
export function podSpecOf(pod: kplus.AbstractPod): kplus.k8s.PodSpec {
  return pod._toPodSpec();
}

/** A volume that renders what is in a manifest already. */
export function volumeAsWritten(owner: Construct, id: string, written: kplus.k8s.Volume): kplus.Volume {
  const volume = kplus.Volume.fromEmptyDir(owner, id, written.name);
  volume._toKube = () => written;
  return volume;
}

/** A variable as it is in a manifest already, whatever its value comes from. */
export function variableAsWritten({ value, valueFrom }: kplus.k8s.EnvVar): kplus.EnvValue {
  return Object.assign(Object.create(kplus.EnvValue.prototype), { value, valueFrom });
}

/** Runs before anything that cdk8s validates in a tree: it validates the root first, and what is added then is in the manifests. */
export function beforeValidation(root: IConstruct, run: () => void): void {
  const { node } = root;
  const { validate } = node;
  node.validate = () => {
    run();
    return validate.call(node);
  };
}

/** The labels that a selector looks for. */
export function labelsOf(selector: kplus.LabelSelector): { [label: string]: string } {
  return { ...selector._toKube().matchLabels };
}

/**
 * Takes a volume that is only looked for in its container out of the tree, which cdk8s walks as a whole for every chart. It still knows
 * its scope: its path, chart and workload stay the same.
 */
export function outOfTree(volume: kplus.Volume): kplus.Volume {
  volume.node.scope!.node.tryRemoveChild(volume.node.id);
  return volume;
}

/** Puts a construct behind all others in its scope. cdk8s writes objects in the order of the tree. */
export function moveToEnd(construct: IConstruct): void {
  const { id, scope } = construct.node;
  const siblings = scope!.node as unknown as { tryRemoveChild(id: string): boolean; addChild(child: IConstruct, id: string): void };
  siblings.tryRemoveChild(id);
  siblings.addChild(construct, id);
}
