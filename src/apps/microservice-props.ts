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
 * What a microservice has unless it is left out.
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
 * Configuration files that the app finds in a folder.
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
 * Who may connect to a microservice.
 */
export interface MicroserviceNetworkOptions {
  /**
   * TCP ports in addition to those that its Service targets, and those that Prometheus scrapes.
   *
   * @default - none
   */
  readonly ports?: number[];

  /**
   * Who may connect: `Pods`, `Namespaces` or `NetworkPolicyIpBlock` of cdk8s-plus. Whoever scrapes the metrics must be among them.
   *
   * @default - everybody
   */
  readonly peers?: kplus.INetworkPolicyPeer[];
}

/**
 * Properties of a microservice. Each of its parts is a pattern of its own, and takes the properties of that pattern.
 */
export interface MicroserviceProps extends AppWorkloadProps {
  /**
   * Servers that must answer before anything else starts.
   *
   * @default - the database of `migrations`, or nothing
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
   * @default - the app writes none: its stdout is its log
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
   * @default - none: the Service leads to the app
   */
  readonly proxy?: ReverseProxyProps;

  /**
   * Agents beside the app, by the ids of their constructs, of which their containers have their names: `SecurityAgent` is `security-agent`.
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
   * How it is rolled out, drained, scaled and watched.
   *
   * @default - the defaults of SafeRollout
   */
  readonly rollout?: SafeRolloutProps;

  /**
   * Who may connect to it.
   *
   * @default - everybody, to the ports that the Service leads to, and to those that Prometheus scrapes
   */
  readonly networkPolicy?: MicroserviceNetworkOptions;

  /**
   * Parts that it has by default, and should not have.
   *
   * @default - none
   */
  readonly without?: MicroservicePart[];
}
