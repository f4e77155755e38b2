import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { imageFolder, ImageFolderOptions } from './image-folder';
import { outOfTree, volumeAsWritten } from '../core/objects/reaches';
import { podAround } from '../core/pod/conflicts';
import { PodRecord } from '../core/pod/pod-record';
import { at } from '../core/values/errors';
import { checkGiven, given } from '../core/values/given';
import { checkSize } from '../core/values/quantities';

/**
 * Options of an emptyDir that containers share.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
 */
export interface EmptyDirOptions {
  /**
   * Size limit of the volume. The kubelet evicts a pod that exceeds it.
   *
   * @default - 200 MiB on disk, 64 MiB in memory
   */
  readonly sizeLimit?: Size;

  /**
   * Whether the files are kept in memory. They count towards the memory limits of the containers that write them.
   *
   * @default false
   */
  readonly inMemory?: boolean;
}

/**
 * Options of the claim of each pod of a StatefulSet.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
 */
export interface ClaimPerPodOptions {
  /**
   * Size of each claim.
   */
  readonly size: Size;

  /**
   * Storage class of the claims.
   *
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;

  /**
   * How the volume can be mounted.
   *
   * @default PersistentVolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: kplus.PersistentVolumeAccessMode;
}

/**
 * Where a shared volume stores its files.
 *
 * @example
 * import { App, Chart, Size } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, SharedVolume, VolumeSource } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const cache = new SharedVolume(web, 'Cache', { source: VolumeSource.emptyDir({ sizeLimit: Size.gibibytes(1) }) });
 * cache.mountTo(app.container, '/var/cache/web');
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 */
export class VolumeSource {
  /**
   * A folder that exists as long as the pod.
   */
  public static emptyDir(options: EmptyDirOptions = {}): VolumeSource {
    const { inMemory, sizeLimit = Size.mebibytes(inMemory ? 64 : 200) } = options;
    const toVolume: ToVolume = (scope, id, name) => outOfTree(kplus.Volume.fromEmptyDir(scope, id, name, {
      sizeLimit: checkSize(`size limit of volume '${name}'`, sizeLimit, scope),
      medium: inMemory ? kplus.EmptyDirMedium.MEMORY : undefined,
    }));
    return new VolumeSource(toVolume, inMemory ? undefined : sizeLimit);
  }

  /**
   * An existing volume of cdk8s-plus, which keeps its name.
   */
  public static existing(volume: kplus.Volume): VolumeSource {
    return new VolumeSource(() => volume);
  }

  /**
   * A PersistentVolumeClaim: the files outlive the pod.
   */
  public static persistentVolumeClaim(claim: kplus.IPersistentVolumeClaim): VolumeSource {
    return new VolumeSource((scope, id, name) => kplus.Volume.fromPersistentVolumeClaim(scope, id, claim, { name }));
  }

  /**
   * A claim for each pod of a StatefulSet: the pod that replaces another one gets its files.
   *
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
   */
  public static claimPerPod(options: ClaimPerPodOptions): VolumeSource {
    return new VolumeSource((scope, id, name) => claimPerPod(scope, id, name, options));
  }

  /**
   * The files of an image, read-only. From Kubernetes 1.35 on, the image is mounted directly. Before, an init container of that image copies the
   * folder with `cp`, which the image must have: create the volume before the containers that read it.
   *
   * @param image with a tag or digest, which must change with the content
   * @throws if there is no image, or the path is relative; before Kubernetes 1.35 also without a path, or outside a workload
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
   */
  public static image(image: string, options: ImageFolderOptions = {}): VolumeSource {
    checkGiven('a volume of an image', { image }, 'image');
    return new VolumeSource((scope, id, name) => imageFolder(scope, id, name, image, options));
  }

  private constructor(private readonly toVolume: ToVolume, private readonly diskLimit?: Size) {}

  /**
   * @internal
   */
  public _toVolume(scope: Construct, id: string, name: string): kplus.Volume {
    return this.toVolume(scope, id, name);
  }

  /**
   * The disk space of the node that it may take.
   *
   * @internal
   */
  public _diskLimit(): Size | undefined {
    return this.diskLimit;
  }
}

type ToVolume = (scope: Construct, id: string, name: string) => kplus.Volume;

function claimPerPod(scope: Construct, id: string, name: string, options: ClaimPerPodOptions): kplus.Volume {
  const pod = podAround(scope);
  if (pod?.kind !== 'StatefulSet') {
    throw new Error(`volume '${name}' of ${at(scope)} is a claim per pod, which only a StatefulSet can have: ${pod ? `${at(pod)} is a ${pod.kind}: ` : ''}`
      + 'create it in a StatefulSet, or use VolumeSource.persistentVolumeClaim() for all pods together');
  }
  const { size, storageClass, accessMode = kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE } = options ?? {};
  checkSize(`size of claim '${name}'`, given(scope, `size of claim '${name}'`, size, 'set it'), scope);
  const { claims } = PodRecord.of(pod);
  if (claims.some((claim) => claim.name === name) || pod.volumes.some((volume) => volume.name === name)) {
    throw new Error(`volume name '${name}' of ${at(scope)} is already taken in ${at(pod)}: set 'volumeName' to another name`);
  }
  claims.push({ name, size, storageClass, accessMode });
  return volumeAsWritten(scope, id, { name, persistentVolumeClaim: { claimName: name } });
}
