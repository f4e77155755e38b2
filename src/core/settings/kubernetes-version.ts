import { IConstruct } from 'constructs';
import { Setting } from './setting';

/**
 * The Kubernetes version that manifests are written for.
 *
 * It decides whether sidecars are native and whether fields of newer versions may be used.
 *
 * @example
 * import { App } from 'cdk8s';
 * import { KubernetesVersion } from 'cdk8s-pod-patterns';
 *
 * const app = new App();
 * KubernetesVersion.of('1.28').applyTo(app);
 *
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export class KubernetesVersion {
  /**
   * The version that manifests are written for by default: 1.33, the first with stable native sidecars.
   */
  public static readonly DEFAULT = KubernetesVersion.of('1.33');

  /**
   * A version such as `1.31`, `v1.31` or `1.31.2`. The patch level makes no difference.
   *
   * @param version major and minor version
   * @throws if it is not a version of Kubernetes 1
   */
  public static of(version: string): KubernetesVersion {
    const match = /^v?1\.(\d{1,3})(\.\d+)?$/.exec(version);
    if (!match) {
      throw new Error(`Kubernetes version '${version}' is not a version: write it like '1.31'`);
    }
    return new KubernetesVersion(Number(match[1]));
  }

  /**
   * The version for a construct: of the nearest scope that one was applied to.
   *
   * @internal
   */
  public static _for(construct: IConstruct): KubernetesVersion {
    return setting.read(construct) ?? KubernetesVersion.DEFAULT;
  }

  private constructor(private readonly minor: number) {}

  /**
   * Major and minor version, such as `1.31`.
   */
  public get version(): string {
    return `1.${this.minor}`;
  }

  /**
   * Makes this the version for everything below a scope. The nearest scope wins.
   *
   * @param scope an app, a chart or a workload, before patterns are created in it
   * @throws if a pattern below the scope has been created already
   */
  public applyTo(scope: IConstruct): void {
    setting.applyTo(scope, this);
  }

  /**
   * Whether it is `1.minor` or later.
   *
   * @internal
   */
  public _isAtLeast(minor: number): boolean {
    return this.minor >= minor;
  }

  /**
   * Whether native sidecars are there and on by default.
   *
   * @internal
   * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  public _hasNativeSidecars(): boolean {
    return this.minor >= 29;
  }

  /**
   * Whether the `sleep` lifecycle action is there and on by default.
   *
   * @internal
   * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
   */
  public _hasSleepAction(): boolean {
    return this.minor >= 30;
  }

  /**
   * Whether the `sleep` lifecycle action may be of zero seconds, and by default.
   *
   * @internal
   * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
   */
  public _hasSleepOfZero(): boolean {
    return this.minor >= 33;
  }

  /**
   * Whether images can be mounted as volumes, and by default.
   *
   * @internal
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
   */
  public _hasImageVolumes(): boolean {
    return this.minor >= 35;
  }

  /**
   * Whether variables can come from a file of a volume, and by default.
   *
   * @internal
   * @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-via-file/
   */
  public _hasEnvFiles(): boolean {
    return this.minor >= 35;
  }

  /**
   * Whether Jobs can be told when to replace a pod, and are by default.
   *
   * @internal
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-replacement-policy
   */
  public _hasPodReplacementPolicy(): boolean {
    return this.minor >= 29;
  }
}

const setting = new Setting<KubernetesVersion | undefined>('Kubernetes version', undefined);
