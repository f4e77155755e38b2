import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkSize } from '../core/values/quantities';

/**
 * An emptyDir that is shared by containers.
 */
export interface EmptyDirOptions {
  /**
   * What the volume may hold; the pod is evicted beyond it.
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
 * Where a shared volume keeps its files.
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
