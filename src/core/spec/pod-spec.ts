import { PodContainerRole } from './pod-container-role';

/**
 * Where a pod stands in a manifest, and which of its containers is what. Manifests are plain data, of whatever kind and however incomplete.
 */

export interface ContainerInPod {
  readonly name: string;
  readonly role: PodContainerRole;

  /** The container as it is in the manifest. */
  readonly container: any;
}

export interface PodInManifest {
  /** Kind and name of the object, such as `Deployment 'web'`. */
  readonly owner: string;
  readonly spec: any;

  /** The object's path to the pod spec, such as `['spec', 'template', 'spec']`. */
  readonly path: string[];

  /** The name of the app's container: the one that the annotation names, or else the first. */
  readonly app: string;
}

const PATHS = [['spec', 'jobTemplate', 'spec', 'template', 'spec'], ['spec', 'template', 'spec'], ['template', 'spec'], ['spec'], []];

/** The pod of a workload of any kind, custom ones too, of a pod template, or the pod spec itself. */
export function findPod(manifest: any): PodInManifest | undefined {
  for (const path of PATHS) {
    const pod = podAt(manifest, path);
    if (pod) {
      return pod;
    }
  }
  return undefined;
}

/** The pod of which the spec is at a path. */
export function podAt(manifest: any, path: string[]): PodInManifest | undefined {
  const spec = path.reduce((value, key) => value?.[key], manifest);
  if (!Array.isArray(spec?.containers)) {
    return undefined;
  }
  const name = manifest.metadata?.name ?? manifest.metadata?.generateName;
  const annotations = path.slice(0, -1).reduce((value, key) => value?.[key], manifest)?.metadata?.annotations;
  return { owner: `${manifest.kind ?? 'pod'}${name ? ` '${name}'` : ''}`, spec, path, app: appOf(spec, annotations) };
}

function appOf(spec: any, annotations: any): string {
  return textOf(annotations?.['kubectl.kubernetes.io/default-container'] ?? spec.containers[0]?.name);
}

/** All containers of a pod spec: init containers and native sidecars in their order, then the regular ones. */
export function containersOf(spec: any): ContainerInPod[] {
  const roleOf = (initContainer: any) => (isNativeSidecar(initContainer) ? PodContainerRole.SIDECAR : PodContainerRole.INIT);
  return [
    ...listOf(spec?.initContainers).map((container) => inPod(container, roleOf(container))),
    ...listOf(spec?.containers).map((container) => inPod(container, PodContainerRole.CONTAINER)),
  ];
}

function inPod(container: any, role: PodContainerRole): ContainerInPod {
  return { name: textOf(container.name), role, container };
}

/** What may be written as text: a manifest may have a list or an object there as well, which counts as nothing. */
export function textOf(value: unknown): string {
  return ['string', 'boolean'].includes(typeof value) || Number.isFinite(value) ? String(value) : '';
}

function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'object' && entry !== null) : [];
}

/**
 * Whether an init container is a native sidecar.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function isNativeSidecar(initContainer: any): boolean {
  return initContainer?.restartPolicy === 'Always';
}
