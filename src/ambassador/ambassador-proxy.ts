import { isIPv4 } from 'net';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AmbassadorProgram } from './ambassador-program';
import { pickProxy } from './capabilities';
import { LocalUpstream, placeUpstreams } from './local-upstream';
import { AMBASSADOR, localHost, ProxyContext } from './proxy-plan';
import { Upstream } from './upstream';
import { decideResources } from '../core/pod/decided-resources';
import { needGracePeriod } from '../core/pod/grace-period';
import { sidecarModeOf } from '../core/pod/overrides';
import { freePort, freePortName, podOf } from '../core/pod/pod-editor';
import { inARow } from '../core/pod/served-app';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { withDefaults } from '../core/values/defaults';
import { at, isPortName } from '../core/values/errors';
import { extend } from '../core/values/extend';
import { checkGiven } from '../core/values/given';
import { checkDuration, milliseconds } from '../core/values/quantities';
import { Endpoint } from '../primitives/endpoint';
import { MetricsPage, scrape, toScrapeTarget } from '../primitives/metrics-page';
import { addSidecar, checkUse, containerName } from '../primitives/pattern-container';
import { ScrapeTarget } from '../primitives/scrape-target';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';

/**
 * Properties of an ambassador.
 */
export interface AmbassadorProxyProps extends ScrapedSidecarOptions {
  /**
   * The servers that the app reaches through the ambassador, each on its own local port.
   */
  readonly upstreams: Upstream[];

  /**
   * The program that runs in the container.
   *
   * @default - AmbassadorProgram.envoy(), or AmbassadorProgram.haproxy() if an upstream has a health check
   * of a database, which only HAProxy supports
   */
  readonly program?: AmbassadorProgram;

  /**
   * Address that the local ports are bound to. With `0.0.0.0`, other pods can reach the upstreams too, with the ambassador's credentials.
   *
   * @default '127.0.0.1'
   */
  readonly listenAddress?: string;

  /**
   * Port on the pod's address for health and metrics (`/healthz`, `/metrics`). PgBouncer and custom programs have none.
   *
   * @default - 9900, or the next free port of the pod
   */
  readonly healthPort?: number;

  /**
   * How long a classic sidecar keeps running after the app has received SIGTERM. A native sidecar always outlives the app. The grace period of the
   * pod is lengthened if necessary. Before Kubernetes 1.30, a classic sidecar stops at once.
   *
   * @default - 15 seconds, or half of a shorter grace period
   */
  readonly stopDelay?: Duration;

  /**
   * Allows the ambassador in a pod with `hostNetwork`. There, 127.0.0.1 belongs to the node: every process of the node, and every other pod
   * with `hostNetwork`, can use the ambassador and its credentials, and its health port is on the node's address.
   *
   * @default false
   */
  readonly allowHostNetwork?: boolean;
}

/**
 * A sidecar through which an app reaches databases, caches and services. The app connects to 127.0.0.1; the ambassador handles timeouts, retries,
 * circuit breakers, connection pools and TLS.
 * Native sidecars and init steps that are created after it start once it is listening.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { AmbassadorProxy, SidecarLoggedApp, Upstream } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'] });
 * const database = new AmbassadorProxy(web.workload, 'Database', { upstreams: [Upstream.postgres({ host: 'orders.postgres.svc' })] });
 * database.endpoint.provideTo(web.container, { host: 'PGHOST', port: 'PGPORT' });
 *
 * @see https://kubernetes.io/blog/2015/06/the-distributed-system-toolkit-patterns/
 */
export class AmbassadorProxy extends Construct {
  /**
   * The container.
   */
  public readonly container: kplus.Container;

  /**
   * The local endpoint of the first upstream.
   */
  public readonly endpoint: Endpoint;

  /**
   * The local endpoints of the upstreams, in their order.
   */
  public readonly endpoints: Endpoint[];

  private readonly metrics: MetricsPage;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there is no upstream, one has no host, a port is not valid or taken, policies contradict each other, the proxy cannot do them,
   * a Secret is in another namespace, the pod has `hostNetwork`, or the grace period that the workload was given is too short for a classic sidecar
   */
  constructor(scope: Construct, id: string, props: AmbassadorProxyProps) {
    super(scope, id);
    checkGiven(this, props, 'upstreams');
    const upstreams = placeUpstreams(this, props.upstreams, props.healthPort);
    const classic = sidecarModeOf(this, props.sidecarMode) === SidecarMode.CLASSIC;
    const program = (props.program ?? AmbassadorProgram[pickProxy(this, upstreams)]())._program;
    const context = this.toContext(props, upstreams, classic, decideResources(this, containerName(this, props), program.role, props.resources));
    checkNetwork(context, props.allowHostNetwork);
    const plan = program.plan(context);
    const { pooling, servesHealth, metrics, ports = [] } = plan;
    const names = portNames(context.pod, [...upstreams.map(({ name }) => name), 'health']);
    checkUse(this, 'healthPort', props.healthPort, servesHealth);
    this.container = addSidecar(this, props, extend(plan, {
      role: program.role,
      ports: [
        ...upstreams.map(({ localPort }, index) => ({ number: localPort, name: names[index] })),
        ...servesHealth ? [{ number: context.healthPort, name: names[upstreams.length] }] : [],
        ...ports,
      ],
      resources: context.resources,
      stopDelay: classic && milliseconds(context.stopDelay) > 0 ? context.stopDelay : undefined,
    }));
    const host = localHost(context.listenAddress);
    this.endpoints = upstreams.map(({ localPort, kind, options: { tls } }) => Endpoint._of(
      { host, port: localPort, pooling: kind === 'postgres' ? pooling : undefined }, { owner: this, container: this.container }, tls !== undefined,
    ));
    this.endpoint = this.endpoints[0];
    this.metrics = 'none' in metrics ? metrics : { port: context.healthPort, ...metrics };
    scrape(this, this.container, this.metrics, props.scraping);
  }

  /**
   * The page of metrics, for `TelemetryReceiver.prometheus()`: a telemetry collector in the pod can scrape it.
   *
   * @throws if the program serves no metrics
   */
  public get scrapeTarget(): ScrapeTarget {
    return toScrapeTarget(this, this.metrics);
  }

  private toContext(
    props: AmbassadorProxyProps, upstreams: LocalUpstream[], classic: boolean, resources: kplus.ContainerResources,
  ): ProxyContext {
    const pod = podOf(this);
    return {
      owner: this,
      name: containerName(this, props),
      pod,
      upstreams,
      listenAddress: checkListenAddress(this, withDefaults(props, AMBASSADOR).listenAddress),
      healthPort: props.healthPort ?? freePort(pod, 9900, upstreams.map(({ localPort }) => localPort)),
      resources,
      stopDelay: checkStopDelay(this, pod, classic, props.stopDelay),
    };
  }
}

/** Time to end what is still open after `stopDelay`. */
const LAST_CONNECTIONS = Duration.seconds(5);

/** What is no name for a port has none. */
function portNames(pod: kplus.AbstractPod, wanted: string[]): (string | undefined)[] {
  const names: string[] = [];
  for (const name of wanted) {
    names.push(freePortName(pod, name, names));
  }
  return names.map((name) => isPortName(name) ? name : undefined);
}

function checkListenAddress(where: Construct, address: string): string {
  if (!isIPv4(address) || !/^(127\..*|0\.0\.0\.0)$/.test(address)) {
    throw new Error(`listenAddress '${address}' of ${at(where)} is not valid: use 127.0.0.1, or 0.0.0.0 to be reached from other pods`);
  }
  return address;
}

/** A classic ambassador that is to go on for a time needs a grace period that lasts longer. */
function checkStopDelay(where: Construct, pod: kplus.AbstractPod, classic: boolean, wanted?: Duration): Duration {
  const grace = pod.terminationGracePeriod?.toSeconds() ?? 30;
  const stopDelay = checkDuration('stopDelay', wanted, where) ?? Duration.seconds(Math.min(15, Math.floor(grace / 2)));
  if (classic && wanted) {
    needGracePeriod(where, pod, inARow(stopDelay, LAST_CONNECTIONS));
  }
  return stopDelay;
}

/** What only the pod can reach is open to the whole node then. */
function checkNetwork({ owner, pod, upstreams, healthPort }: ProxyContext, allowed = false): void {
  if (pod.hostNetwork && !allowed) {
    const ports = upstreams.map(({ localPort }) => localPort).join(', ');
    throw new Error(`${at(owner)} is in a pod with hostNetwork, where 127.0.0.1 is that of the node: every process of the node could use port ${ports}`
      + ` and the credentials behind it, and health port ${healthPort} would be on the node's address: leave hostNetwork out, or set 'allowHostNetwork'`);
  }
}
