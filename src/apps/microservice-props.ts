import * as kplus from 'cdk8s-plus-28';
import { AppWorkloadProps } from './app-workload-props';
import { ConfigWriterProps } from '../init/config-writer';
import { WaitForProps } from '../init/wait-for';
import { LogSidecarProps } from '../logging/log-sidecar';
import { MetricsAdapterProps } from '../metrics/metrics-adapter';
import { InitMigrationsProps } from '../migrations/init-migrations';
import { HealthMonitorProps } from '../monitors/health-monitor';
import { ResourceMonitorProps } from '../monitors/resource-monitor';
import { SidecarProps } from '../primitives/sidecar';
import { ReverseProxyProps } from '../proxy/reverse-proxy-props';
import { SafeRolloutProps } from '../rollout/safe-rollout-props';

/**
 * Parts that a microservice has unless they are left out.
 */
export enum MicroservicePart {
  /** The Service in front of the app, and the delay before the app is stopped. */
  SERVICE = 'service',
  /** The SafeRollout. */
  ROLLOUT = 'rollout',
  /** The PortPolicy. */
  NETWORK_POLICY = 'networkPolicy',
}

/**
 * Options of configuration files in a folder of the app's container.
 */
export interface MicroserviceConfigOptions extends ConfigWriterProps {
  /**
   * Absolute path of the folder in the app's container, where it is mounted read-only.
   *
   * @default '/config'
   */
  readonly mountPath?: string;
}

/**
 * Options of the network policy of a microservice.
 */
export interface MicroserviceNetworkOptions {
  /**
   * TCP ports in addition to those that its Service targets, and those that Prometheus scrapes.
   *
   * @default - none
   */
  readonly ports?: number[];

  /**
   * Peers that may connect: `Pods`, `Namespaces` or `NetworkPolicyIpBlock` of cdk8s-plus. Include the one that scrapes the metrics.
   *
   * @default - everybody
   */
  readonly peers?: kplus.INetworkPolicyPeer[];
}

/**
 * Properties of a microservice. Each part is a pattern and takes the properties of that pattern.
 */
export interface MicroserviceProps extends AppWorkloadProps {
  /**
   * Servers that must answer before all other containers start.
   *
   * @default - the database of `migrations`, if there is one
   */
  readonly waitFor?: WaitForProps;

  /**
   * Migrations that are applied before the app starts.
   *
   * @default - none
   */
  readonly migrations?: InitMigrationsProps;

  /**
   * Configuration files that are written before the app starts.
   *
   * @default - none
   */
  readonly config?: MicroserviceConfigOptions;

  /**
   * Ships the log files of the app.
   *
   * @default - no log sidecar: the app logs to stdout
   */
  readonly logs?: LogSidecarProps;

  /**
   * Serves the app's metrics.
   *
   * @default - none
   */
  readonly metrics?: MetricsAdapterProps;

  /**
   * A proxy in front of the app, which the Service targets.
   *
   * @default - no proxy: the Service targets the app
   */
  readonly proxy?: ReverseProxyProps;

  /**
   * Further sidecars by the ids of their constructs. The names of their containers are derived from the ids: `SecurityAgent` becomes
   * `security-agent`.
   *
   * @default - none
   */
  readonly agents?: { [id: string]: SidecarProps };

  /**
   * Checks the health of the app at an interval.
   *
   * @default - none
   */
  readonly healthMonitor?: HealthMonitorProps;

  /**
   * Reports how much of its limits the app uses.
   *
   * @default - none
   */
  readonly resourceMonitor?: ResourceMonitorProps;

  /**
   * How the workload is rolled out, drained, scaled and watched.
   *
   * @default - the defaults of SafeRollout
   */
  readonly rollout?: SafeRolloutProps;

  /**
   * Who may connect to it.
   *
   * @default - everybody, to the ports that the Service targets and those that Prometheus scrapes
   */
  readonly networkPolicy?: MicroserviceNetworkOptions;

  /**
   * Default parts that are left out.
   *
   * @default - none
   */
  readonly without?: MicroservicePart[];
}
