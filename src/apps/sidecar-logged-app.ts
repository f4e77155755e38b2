import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addContainer } from '../core/pod/pod-editor';
import { ResourceProfile } from '../core/settings/resource-profile';
import { at } from '../core/values/errors';
import { LogShipper } from '../logging/log-shipper';
import { LogSidecar } from '../logging/log-sidecar';
import { AppContainerProps } from '../primitives/app-container';
import { merge } from '../primitives/pattern-container';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { SharedVolume, SharedVolumeProps } from '../primitives/shared-volume';
import { VolumeSource } from '../primitives/volume-source';
import { WorkloadKind } from '../primitives/workload-kind';

/**
 * A Service in front of the app.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 */
export interface AppServiceOptions {
  /**
   * Port of the Service.
   *
   * @default - the app's port
   */
  readonly port?: number;

  /**
   * Name of the Service.
   *
   * @default - made of the construct's path
   */
  readonly name?: string;

  /**
   * Type of the Service.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: kplus.ServiceType;
}

/**
 * Properties of an app with a log sidecar.
 */
export interface SidecarLoggedAppProps extends AppContainerProps {
  /**
   * Log files that the app writes: absolute paths, with `*`, `?` and `[...]` as wildcards. Files and sub-folders may appear later.
   */
  readonly logFiles: string[];

  /**
   * Log files that are left out, in the same form.
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
   * The port that the app serves on. More ports go into `ports`. Its readiness is probed by TCP unless `readiness` says otherwise.
   *
   * @default - none
   */
  readonly port?: number;

  /**
   * Kind of the workload, with its metadata, replicas, schedule and whatever else cdk8s-plus has for it.
   *
   * @default - WorkloadKind.deployment()
   */
  readonly workload?: WorkloadKind;

  /**
   * A Service in front of `port`.
   *
   * @default - none
   */
  readonly service?: AppServiceOptions;

  /**
   * The volume with the log files.
   *
   * @default - an emptyDir 'logs' of 200 MiB at most
   */
  readonly logVolume?: SharedVolumeProps;

  /**
   * The container of the log sidecar.
   *
   * @default - a container 'logs' with figures of the resource profile
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
   * The workload: a Deployment, or the kind that was named. Patterns take it as their scope; the ids `LogVolume` and `Logs` in it are taken.
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
   * The Service, if one was asked for.
   */
  public readonly service?: kplus.Service;

  /**
   * @throws if a name, port or path is wrong or taken, or no log file is named
   */
  constructor(scope: Construct, id: string, props: SidecarLoggedAppProps) {
    super(scope, id);
    const { port, ports = [], workload = WorkloadKind.deployment() } = props;
    const allPorts = [...port ? [{ number: port }] : [], ...ports];
    this.workload = workload._create(this, 'Default', allPorts);
    this.container = addContainer(this.workload, 'app', merge(this.workload, { ...props, containerName: props.containerName ?? 'app' }, {
      ...toContainerOptions(props),
      role: 'app',
      ports: allPorts,
      readiness: props.readiness ?? (port ? kplus.Probe.fromTcpSocket({ port }) : undefined),
      resources: props.resources ?? { ...ResourceProfile._for(this, 'app'), ephemeralStorage: storageFor(props.logVolume) },
    }));
    this.scheduling = (this.workload as kplus.Deployment).scheduling;
    this.logVolume = new SharedVolume(this.workload, 'LogVolume', { volumeName: 'logs', ...props.logVolume });
    this.logSidecar = new LogSidecar(this.workload, 'Logs', {
      ...props.logSidecar,
      logFiles: props.logFiles,
      exclude: props.exclude,
      shipper: props.shipper,
      container: this.container,
      volume: this.logVolume,
    });
    this.service = props.service && this.expose(props, props.service);
  }

  private expose(props: SidecarLoggedAppProps, options: AppServiceOptions): kplus.Service {
    if (!props.port) {
      throw new Error(`a service is asked for in ${at(this)}, but the app has no port: set 'port'`);
    }
    return new kplus.Service(this, 'Service', {
      selector: this.workload,
      metadata: options.name ? { name: options.name } : undefined,
      type: options.serviceType,
      ports: [{ port: options.port ?? props.port, targetPort: props.port }],
    });
  }
}

/** The options of the container alone. */
function toContainerOptions(props: SidecarLoggedAppProps): AppContainerProps {
  const { logFiles, exclude, shipper, port, workload, service, logVolume, logSidecar, ...options } = props;
  return options;
}

/** Files on the log volume count as storage of the pod, so the app's limit leaves room for them. */
function storageFor(logVolume: SharedVolumeProps = {}): kplus.EphemeralStorageResources {
  const others = Size.mebibytes(100);
  const logs = (logVolume.source ?? VolumeSource.emptyDir())._diskLimit() ?? Size.mebibytes(0);
  const sum = Math.ceil(logs.toKibibytes({ rounding: SizeRoundingBehavior.NONE })) + others.toKibibytes();
  return { request: others, limit: Size.kibibytes(sum) };
}
