import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { exposeApp } from './app-service';
import { createAppWorkload, logLimit } from './app-workload';
import { MicroservicePart, MicroserviceProps } from './microservice-props';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';
import { ConfigWriter } from '../init/config-writer';
import { WaitFor, WaitForProps } from '../init/wait-for';
import { WaitTarget } from '../init/wait-target';
import { LogSidecar } from '../logging/log-sidecar';
import { MetricsAdapter } from '../metrics/metrics-adapter';
import { InitMigrations } from '../migrations/init-migrations';
import { HealthMonitor } from '../monitors/health-monitor';
import { ResourceMonitor } from '../monitors/resource-monitor';
import { PortPolicy } from '../primitives/port-policy';
import { Sidecar } from '../primitives/sidecar';
import { ReverseProxy } from '../proxy/reverse-proxy';
import { SafeRollout } from '../rollout/safe-rollout';

/** How long Services may still send requests to a pod that stops. */
const STOP_DELAY = Duration.seconds(5);

/**
 * A complete service: the app with everything that it needs in production. Each part is a pattern of this library.
 *
 * It always has the workload and the app's container and, unless they are left out, a Service, a safe rollout with a disruption budget and a runbook,
 * and a network policy that admits connections to the served ports. Each other part exists if its property is set. Containers start in this order:
 * `waitFor`, `migrations`,
 * `config`, then `logs`, `metrics`, `proxy`, `agents` and monitors, then the app; with classic sidecars these start together with the app.
 *
 * All parts can also be used on any other workload. Further patterns take `workload` as their scope.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { LogShipper, MetricsExporter, Microservice, Scraping, WaitTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
 * new Microservice(chart, 'Orders', {
 *   image: 'ghcr.io/acme/orders:1.4.2',
 *   port: 8080,
 *   waitFor: { targets: [WaitTarget.tcp({ host: 'queue', port: 5672 })] },
 *   logs: { logFiles: ['/var/log/app/*.log'], shipper: LogShipper.stream() },
 *   metrics: { exporter: MetricsExporter.statsd(), scraping: Scraping.annotations() },
 *   rollout: { scaling: { maxReplicas: 10 } },
 * });
 *
 * @see https://kubernetes.io/blog/2025/04/22/multi-container-pods-overview/
 */
export class Microservice extends Construct {
  /**
   * The workload, a Deployment unless `workload` names another kind. Patterns take it as their scope; the ids `WaitFor`, `Migrations`, `Config`,
   * `Logs`, `Metrics`,
   * `Proxy`, `Health`, `Resources`, `Rollout`, `Ports` and those of the agents are taken if these parts exist.
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
   * The wait for servers.
   */
  public readonly waitFor?: WaitFor;

  /**
   * The migrations.
   */
  public readonly migrations?: InitMigrations;

  /**
   * The writer of the configuration.
   */
  public readonly config?: ConfigWriter;

  /**
   * The log sidecar.
   */
  public readonly logs?: LogSidecar;

  /**
   * The metrics of the app.
   */
  public readonly metrics?: MetricsAdapter;

  /**
   * The proxy in front of the app.
   */
  public readonly proxy?: ReverseProxy;

  /**
   * The agents by their ids.
   */
  public readonly agents: { [id: string]: Sidecar };

  /**
   * The monitor of the app's health.
   */
  public readonly healthMonitor?: HealthMonitor;

  /**
   * The monitor of the app's resources.
   */
  public readonly resourceMonitor?: ResourceMonitor;

  /**
   * The Service, unless the app has no port or the Service is left out.
   */
  public readonly service?: kplus.Service;

  /**
   * The rollout, unless it is left out.
   */
  public readonly rollout?: SafeRollout;

  /**
   * The network policy, unless it is left out.
   */
  public readonly networkPolicy?: PortPolicy;

  /**
   * @throws if a name, port or path is not valid or taken, a part is left out although its properties are set, the workload is neither a Deployment
   * nor a StatefulSet and the rollout is not left out, or a part throws
   */
  constructor(scope: Construct, id: string, props: MicroserviceProps) {
    super(scope, id);
    checkWithout(this, props.without);
    const has = (part: MicroservicePart) => isThere(this, props, part);
    const { port, logs, metrics, proxy, config, healthMonitor, resourceMonitor } = props;
    const served = has(MicroservicePart.SERVICE) && (port !== undefined || props.service !== undefined);
    const { workload, container, scheduling } = createAppWorkload(this, toAppProps(this, props, served && !proxy), logs && logLimit(logs.volume));
    this.workload = workload;
    this.container = container;
    this.scheduling = scheduling;
    this.service = served ? exposeApp(this, workload, port, props.service ?? {}) : undefined;
    const waitFor = toWaitFor(props);
    this.waitFor = waitFor && new WaitFor(workload, 'WaitFor', waitFor);
    this.migrations = props.migrations && new InitMigrations(workload, 'Migrations', props.migrations);
    this.config = config && new ConfigWriter(workload, 'Config', config);
    this.config?.mountTo(container, config!.mountPath ?? '/config');
    this.logs = logs && new LogSidecar(workload, 'Logs', logs);
    this.metrics = metrics && new MetricsAdapter(workload, 'Metrics', metrics);
    this.proxy = proxy && new ReverseProxy(workload, 'Proxy', { service: this.service, ...proxy });
    this.agents = Object.fromEntries(Object.entries(props.agents ?? {}).map(([name, agent]) => [name, new Sidecar(workload, name, agent)]));
    this.healthMonitor = healthMonitor && new HealthMonitor(workload, 'Health', healthMonitor);
    this.resourceMonitor = resourceMonitor && new ResourceMonitor(workload, 'Resources', resourceMonitor);
    this.networkPolicy = has(MicroservicePart.NETWORK_POLICY) ? new PortPolicy(workload, 'Ports', this.toPolicy(props)) : undefined;
    this.rollout = has(MicroservicePart.ROLLOUT) ? new SafeRollout(workload, 'Rollout', { container, ...props.rollout }) : undefined;
  }

  private toPolicy({ networkPolicy: { ports = [], peers } = {} }: MicroserviceProps) {
    const served = this.service?.ports.map(({ port, targetPort = port }) => targetPort) ?? [];
    return { ports: [...served, ...ports], peers };
  }
}

/** Types do not hold in JavaScript. */
function checkWithout(owner: Construct, parts: MicroservicePart[] = []): void {
  const known: string[] = Object.values(MicroservicePart);
  const unknown = parts.find((part) => !known.includes(part));
  if (unknown !== undefined) {
    throw new Error(`'without' of ${at(owner)} names '${unknown}', but only ${known.join(', ')} can be left out: other parts are there when their properties are`);
  }
}

/** Whether a part is wanted that is there by default. */
function isThere(owner: Construct, props: MicroserviceProps, part: MicroservicePart): boolean {
  const isWanted = !props.without?.includes(part);
  if (!isWanted && props[part] !== undefined) {
    throw new Error(`${at(owner)} is without '${part}', but has properties for it: leave one of them out`);
  }
  return isWanted;
}

/** The app's own properties; where nothing in front of it does, it serves on for a while itself. */
function toAppProps(owner: Construct, props: MicroserviceProps, isReached: boolean) {
  const {
    waitFor, migrations, config, logs, metrics, proxy, agents, healthMonitor, resourceMonitor, rollout, networkPolicy, without, ...app
  } = props;
  const delays = isReached && !app.lifecycle?.preStop && KubernetesVersion._for(owner)._hasSleepAction();
  return { ...app, stopDelay: app.stopDelay ?? (delays ? STOP_DELAY : undefined) };
}

function toWaitFor({ waitFor, migrations }: MicroserviceProps): WaitForProps | undefined {
  return waitFor ?? (migrations?.database && { targets: [WaitTarget.database(migrations.database)] });
}
