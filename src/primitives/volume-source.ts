import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { volumeAsWritten } from '../core/objects/reaches';
import { podAround } from '../core/pod/conflicts';
import { PodRecord } from '../core/pod/pod-record';
import { at } from '../core/values/errors';
import { given } from '../core/values/given';
import { checkSize } from '../core/values/quantities';

/**
 * An emptyDir that is shared by containers.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
 */
export interface EmptyDirOptions {
  /**
   * How much the volume may hold. The kubelet evicts a pod that writes more.
   *
   * @default - 200 MiB on disk, 64 MiB in memory
   */
  readonly sizeLimit?: Size;

  /**
   * Keep the files in memory. They count towards the memory limits of the containers that write them.
   *
   * @default false
   */
  readonly inMemory?: boolean;
}

/**
 * What each pod of a StatefulSet claims for itself.
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
 * Where a shared volume keeps its files.
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
export abstract class VolumeSource {
  /**
   * A folder that lives and dies with the pod.
   */
  public static emptyDir(options: EmptyDirOptions = {}): VolumeSource {
    return new EmptyDirSource(options);
  }

  /**
   * A volume that is there already, made with cdk8s-plus. Its own name is kept.
   */
  public static existing(volume: kplus.Volume): VolumeSource {
    return new ExistingSource(volume);
  }

  /**
   * A PersistentVolumeClaim: the files outlive the pod.
   */
  public static persistentVolumeClaim(claim: kplus.IPersistentVolumeClaim): VolumeSource {
    return new ClaimSource(claim);
  }

  /**
   * A claim for each pod of a StatefulSet: the files of a pod are there again for the pod that takes its place.
   *
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
   */
  public static claimPerPod(options: ClaimPerPodOptions): VolumeSource {
    return new ClaimPerPodSource(options);
  }

  /**
   * @internal
   */
  public abstract _toVolume(scope: Construct, id: string, name: string): kplus.Volume;

  /**
   * The disk space of the node that it may take.
   *
   * @internal
   */
  public _diskLimit(): Size | undefined {
    return undefined;
  }
}

class EmptyDirSource extends VolumeSource {
  private readonly sizeLimit: Size;

  constructor(private readonly options: EmptyDirOptions) {
    super();
    this.sizeLimit = options.sizeLimit ?? Size.mebibytes(options.inMemory ? 64 : 200);
  }

  /** @internal */
  public _toVolume(scope: Construct, id: string, name: string): kplus.Volume {
    return kplus.Volume.fromEmptyDir(scope, id, name, {
      sizeLimit: checkSize(`size limit of volume '${name}'`, this.sizeLimit, scope),
      medium: this.options.inMemory ? kplus.EmptyDirMedium.MEMORY : undefined,
    });
  }

  /** @internal */
  public _diskLimit(): Size | undefined {
    return this.options.inMemory ? undefined : this.sizeLimit;
  }
}

class ExistingSource extends VolumeSource {
  constructor(private readonly volume: kplus.Volume) {
    super();
  }

  /** @internal */
  public _toVolume(): kplus.Volume {
    return this.volume;
  }
}

class ClaimSource extends VolumeSource {
  constructor(private readonly claim: kplus.IPersistentVolumeClaim) {
    super();
  }

  /** @internal */
  public _toVolume(scope: Construct, id: string, name: string): kplus.Volume {
    return kplus.Volume.fromPersistentVolumeClaim(scope, id, this.claim, { name });
  }
}

class ClaimPerPodSource extends VolumeSource {
  constructor(private readonly options: ClaimPerPodOptions) {
    super();
  }

  /** @internal */
  public _toVolume(scope: Construct, id: string, name: string): kplus.Volume {
    const pod = podAround(scope);
    if (pod?.kind !== 'StatefulSet') {
      throw new Error(`volume '${name}' of ${at(scope)} is a claim per pod, which a StatefulSet has: ${pod ? `${at(pod)} is a ${pod.kind}: ` : ''}`
        + 'create it in a StatefulSet, or use VolumeSource.persistentVolumeClaim() for all pods together');
    }
    const { size, storageClass, accessMode = kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE } = this.options ?? {};
    checkSize(`size of claim '${name}'`, given(scope, `size of claim '${name}'`, size, 'set it'), scope);
    const { claims } = PodRecord.of(pod);
    if (claims.some((claim) => claim.name === name) || pod.volumes.some((volume) => volume.name === name)) {
      throw new Error(`volume name '${name}' of ${at(scope)} is already taken in ${at(pod)}: set 'volumeName' to another name`);
    }
    claims.push({ name, size, storageClass, accessMode });
    return volumeAsWritten(scope, id, { name, persistentVolumeClaim: { claimName: name } });
  }
}
