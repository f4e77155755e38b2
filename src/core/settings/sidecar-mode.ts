import { IConstruct } from 'constructs';
import { KubernetesVersion } from './kubernetes-version';
import { Setting } from './setting';
import { at } from '../values/errors';

/**
 * How sidecars are written into a pod.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { SidecarLoggedApp, SidecarMode } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * SidecarMode.CLASSIC.applyTo(chart);
 * new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', logFiles: ['/var/log/app/*.log'] });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export class SidecarMode {
  /**
   * An init container with `restartPolicy: Always`: starts before the app, stops after it, never keeps a Job from completing.
   */
  public static readonly NATIVE = new SidecarMode('native');

  /**
   * A container beside the app: starts and stops together with it. A Job with one never completes.
   */
  public static readonly CLASSIC = new SidecarMode('classic');

  /**
   * The main container of a pod without an app: a gateway that other pods use. Beside an app it is a classic sidecar.
   */
  public static readonly STANDALONE = new SidecarMode('standalone');

  /**
   * Whether a container may be what its pod is there for.
   *
   * @internal
   */
  public static _standsAlone(construct: IConstruct, override?: SidecarMode): boolean {
    return (override ?? setting.read(construct)) === SidecarMode.STANDALONE;
  }

  /**
   * The mode for a construct: the override, the mode of the nearest scope, or what the Kubernetes version has. What stands alone is no init
   * container, and so classic.
   *
   * @internal
   */
  public static _for(construct: IConstruct, override?: SidecarMode): SidecarMode {
    const version = KubernetesVersion._for(construct);
    const chosen = override ?? setting.read(construct);
    if (chosen === SidecarMode.NATIVE && !version._hasNativeSidecars()) {
      throw new Error(`native sidecars are requested in ${at(construct)}, but Kubernetes ${version.version} does not have them:`
        + ' set 1.29 or later with \'KubernetesVersion.of(...).applyTo(...)\', or choose SidecarMode.CLASSIC');
    }
    const fitting = version._hasNativeSidecars() ? SidecarMode.NATIVE : SidecarMode.CLASSIC;
    return chosen === SidecarMode.STANDALONE ? SidecarMode.CLASSIC : chosen ?? fitting;
  }

  private constructor(private readonly mode: string) {}

  /**
   * Makes this the mode for everything below a scope. The nearest scope wins.
   *
   * @param scope an app, a chart or a workload, before patterns are created in it
   * @throws if a pattern below the scope has been created already
   */
  public applyTo(scope: IConstruct): void {
    setting.applyTo(scope, this);
  }

  /**
   * `native`, `classic` or `standalone`.
   */
  public toString(): string {
    return this.mode;
  }
}

const setting = new Setting<SidecarMode | undefined>('sidecar mode', undefined);
