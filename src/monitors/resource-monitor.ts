import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addMetricsServer, METRICS_FOLDER, METRICS_PATH } from './metrics-server';
import { MonitorProps } from './monitor-props';
import { ResourceThresholds } from './resource-thresholds';
import { scripts } from '../core/objects/scripts';
import { isPlainInit } from '../core/pod/conflicts';
import { allContainers, appOf, podOf, shareProcesses } from '../core/pod/pod-editor';
import { sameUser } from '../core/pod/same-user';
import { runScript } from '../core/pod/script-container';
import { plainVariables } from '../core/pod/variables';
import { at } from '../core/values/errors';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { toScrapeTarget } from '../primitives/metrics-page';
import { ScrapeTarget } from '../primitives/scrape-target';

/**
 * Properties of a resource monitor. Unless `security` is set, it runs with the user and group of the watched container (but never as root), because
 * others cannot read the cgroup and the open files of that container.
 */
export interface ResourceMonitorProps extends MonitorProps {
  /**
   * The container that is watched.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * Time between two readings, in whole seconds. CPU and throttling are measured over this time.
   *
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;

  /**
   * Percentages above which a warning is written.
   *
   * @default - 80 for CPU, memory and open files, 25 for throttling
   */
  readonly warnAbove?: ResourceThresholds;

  /**
   * Image with a POSIX shell, awk, grep, sed, tcpsvd, timeout, date, id and stat.
   *
   * @default - busybox of the image table
   */
  readonly image?: string;
}

/**
 * Reports what a container of the pod uses: CPU, memory, threads, open files and throttling, compared with its limits.
 *
 * Each reading writes a line, and a warning for each resource that is above its threshold; the values are also served as metrics. CPU usage is the
 * increase of the cumulative counter over the time that has really passed; memory is the working set, as the kubelet counts it. If the container has
 * no limit, the values are compared with what the node can allocate, and the first line says so.
 *
 * The pod gets `shareProcessNamespace`: its containers see each other's processes with their arguments; those that run as the same user can
 * read each other's environment, files and memory, and stop each other. The process with the ID 1 is then /pause instead of the app.
 *
 * The values are read from the container's cgroup, v1 or v2, which only the container's own user and group can read. If the group is set in the
 * image, set it in the container's security context too. With another user, the monitor adds up the container's processes in /proc, and its first
 * line says what is missing: throttling, page cache and open files. CPU then lacks processes that ended without a parent, and memory that processes
 * share is counted for each of them.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, ResourceMonitor } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new ResourceMonitor(web, 'Resources');
 */
export class ResourceMonitor extends Construct {
  /**
   * The container of the monitor.
   */
  public readonly container: kplus.Container;

  /**
   * Port that serves the metrics at `/metrics`.
   */
  public readonly metricsPort: number;

  /**
   * The page of metrics, for `TelemetryReceiver.prometheus()`: a telemetry collector in the pod can scrape it.
   */
  public readonly scrapeTarget: ScrapeTarget;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if the workload has no such container, or it ends before the app starts, the interval is zero, a threshold is not a percentage, or the
   * port or a name is taken
   */
  constructor(scope: Construct, id: string, props: ResourceMonitorProps = {}) {
    super(scope, id);
    const pod = podOf(this);
    const watched = this.watched(pod, props.container);
    shareProcesses(pod);
    const { container, metricsPort } = addMetricsServer(this, props, runScript(this, {
      image: props.image,
      scripts: scripts('monitors', 'resources.sh', 'resources.awk'),
      env: {
        ...this.settings(watched, props),
        RESOURCE_CPU_LIMIT: kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.CPU_LIMIT, { container: watched, divisor: '1m' }),
        RESOURCE_MEMORY_LIMIT: kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.MEMORY_LIMIT, { container: watched }),
      },
      writablePaths: [METRICS_FOLDER],
      security: sameUser(this, watched), // only the same user and group may enter the root of a process
    }), props);
    this.container = container;
    this.metricsPort = metricsPort;
    this.scrapeTarget = toScrapeTarget(this, { port: metricsPort, path: METRICS_PATH });
  }

  private watched(pod: kplus.AbstractPod, named?: kplus.Container): kplus.Container {
    const container = named ?? appOf(pod);
    if (!container || !allContainers(pod).includes(container)) {
      throw new Error(`${at(pod)} has no container${named ? ` '${named.name}'` : ''} that ${at(this)} could watch: add it first`);
    }
    if (isPlainInit(pod, container)) {
      throw new Error(`container '${container.name}' that ${at(this)} should watch ends before the others start: name one that runs on`);
    }
    return container;
  }

  private settings(watched: kplus.Container, { interval, warnAbove = {} }: ResourceMonitorProps): { [name: string]: kplus.EnvValue } {
    const values = {
      CONTAINER: watched.name,
      INTERVAL: wholeSeconds(checkDuration('interval', interval, this) ?? Duration.seconds(30)),
      WARN_CPU: this.percentage('cpu', warnAbove.cpu ?? 80),
      WARN_MEMORY: this.percentage('memory', warnAbove.memory ?? 80),
      WARN_OPEN_FILES: this.percentage('openFiles', warnAbove.openFiles ?? 80),
      WARN_THROTTLING: this.percentage('throttling', warnAbove.throttling ?? 25),
    };
    return plainVariables(Object.fromEntries(Object.entries(values).map(([name, value]) => [`RESOURCE_${name}`, String(value)])));
  }

  private percentage(name: string, value: number): number {
    if (!(value >= 0 && value <= 100)) {
      throw new Error(`threshold ${value} of '${name}' in ${at(this)} is not a percentage: use a number from 0 to 100`);
    }
    return value;
  }
}
