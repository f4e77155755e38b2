import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { exposeApp } from './app-service';
import { createAppWorkload, logLimit } from './app-workload';
import { AppWorkloadProps } from './app-workload-props';
import { extend } from '../core/values/extend';
import { LogShipper } from '../logging/log-shipper';
import { LogSidecar } from '../logging/log-sidecar';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { SharedVolume, SharedVolumeProps } from '../primitives/shared-volume';

/**
 * Properties of an app with a log sidecar.
 */
export interface SidecarLoggedAppProps extends AppWorkloadProps {
  /**
   * Log files that the app writes: absolute paths, with `*`, `?` and `[...]` as wildcards. Files and sub-folders may appear later.
   */
  readonly logFiles: string[];

  /**
   * Log files that are not read, in the same form.
   *
   * @default - none
   */
  readonly exclude?: string[];

  /**
   * The program that ships the lines.
   *
   * @default - LogShipper.stream()
   */
  readonly shipper?: LogShipper;

  /**
   * The volume with the log files.
   *
   * @default - an emptyDir 'logs' of at most 200 MiB
   */
  readonly logVolume?: SharedVolumeProps;

  /**
   * The container of the log sidecar.
   *
   * @default - a container 'logs' with the resources of the resource profile
   */
  readonly logSidecar?: ScrapedSidecarOptions;
}

/**
 * An app that writes log files, with the sidecar that ships them: the workload, the app's container, the log volume,
 * probes, limits and a restricted security context.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { SidecarLoggedApp } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * new SidecarLoggedApp(chart, 'Web', {
 *   image: 'ghcr.io/acme/web:1.4.2',
 *   port: 8080,
 *   logFiles: ['/var/log/app/*.log'],
 * });
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#sidecar-container-with-logging-agent
 */
export class SidecarLoggedApp extends Construct {
  /**
   * The workload, a Deployment unless `workload` names another kind. Patterns take it as their scope; the id `Logs` in it is taken.
   */
  public readonly workload: kplus.AbstractPod;

  /**
   * Node selection, tolerations and affinity of the workload.
   */
  public readonly scheduling: kplus.PodScheduling;

  /**
   * The app's container.
   */
  public readonly container: kplus.Container;

  /**
   * The log sidecar.
   */
  public readonly logSidecar: LogSidecar;

  /**
   * The volume with the log files.
   */
  public readonly logVolume: SharedVolume;

  /**
   * The Service, if `service` is set.
   */
  public readonly service?: kplus.Service;

  /**
   * @throws if a name, port or path is wrong or taken, or no log file is named
   */
  constructor(scope: Construct, id: string, props: SidecarLoggedAppProps) {
    super(scope, id);
    const { logFiles, exclude, shipper, logVolume, logSidecar = {} } = props;
    const { workload, container, scheduling } = createAppWorkload(this, props, logLimit(logVolume?.source));
    this.workload = workload;
    this.container = container;
    this.scheduling = scheduling;
    this.logVolume = new SharedVolume(workload, 'LogVolume', { volumeName: 'logs', ...logVolume });
    this.logSidecar = new LogSidecar(workload, 'Logs', extend(logSidecar, { logFiles, exclude, shipper, container, volume: this.logVolume }));
    this.service = props.service && exposeApp(this, workload, props.port, props.service);
  }
}
