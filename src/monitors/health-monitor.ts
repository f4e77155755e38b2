import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HealthTarget } from './health-target';
import { addMetricsServer, METRICS_FILE, METRICS_FOLDER, METRICS_PATH } from './metrics-server';
import { MonitorProps } from './monitor-props';
import { scripts } from '../core/objects/scripts';
import { ProgramPlan } from '../core/pod/container-plan';
import { headerLines } from '../core/pod/headers';
import { programImage } from '../core/pod/program-image';
import { runScript } from '../core/pod/script-container';
import { certificateMount } from '../core/pod/secrets';
import { plainVariables } from '../core/pod/variables';
import { at, checkDnsLabel } from '../core/values/errors';
import { given } from '../core/values/given';
import { checkDuration, wholeSeconds } from '../core/values/quantities';
import { toScrapeTarget } from '../primitives/metrics-page';
import { addSidecar, containerName, forHelper } from '../primitives/pattern-container';
import { ScrapeTarget } from '../primitives/scrape-target';
import { SharedVolume } from '../primitives/shared-volume';
import { VolumeSource } from '../primitives/volume-source';

/**
 * Properties of a health monitor. The options of sidecars apply to the container that checks; `imagePullPolicy` and `sidecarMode` also apply to the
 * one that serves the metrics.
 */
export interface HealthMonitorProps extends MonitorProps {
  /**
   * What is checked.
   */
  readonly target: HealthTarget;

  /**
   * Time between two checks, in whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;

  /**
   * Timeout of one check, in whole seconds, at most `interval`.
   *
   * @default - 5 seconds, or `interval` if that is less
   */
  readonly timeout?: Duration;

  /**
   * Time after which a line is written even if nothing has changed, in whole seconds.
   *
   * @default Duration.minutes(1)
   */
  readonly heartbeat?: Duration;
}

/**
 * Checks a URL or a port at an interval, and reports the result.
 *
 * A line contains the time, `healthy` or `unhealthy`, the HTTP status and the response time, with a precision of 0.01 seconds for ports:
 * `2026-01-31T12:00:00Z unhealthy (503) in 0.004 s`. A line is written when the status or the state changes, at every `heartbeat`, and for a port of
 * the pod also when another process listens there, which means that the app was restarted, however quickly. The results are also served as metrics.
 * For URLs, a second small container does this, because the image of curl has no program that can serve them.
 *
 * It does not affect the app: to restart a container that hangs, give it a `liveness` probe.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, HealthMonitor, HealthTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 80 }] });
 * new HealthMonitor(web, 'Health', { target: HealthTarget.http('http://localhost:80/') });
 */
export class HealthMonitor extends Construct {
  /**
   * The container that checks.
   */
  public readonly container: kplus.Container;

  /**
   * The container that serves the metrics. For ports, it is the same as `container`.
   */
  public readonly metricsContainer: kplus.Container;

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
   * @throws if a time is zero, `timeout` is longer than `interval`, `heartbeat` is shorter than `interval`, or the port or a name is taken
   */
  constructor(scope: Construct, id: string, props: HealthMonitorProps) {
    super(scope, id);
    const plan = toPlan(this, props);
    const { container, server, metricsPort } = props.target._spec.byCurl ? addPair(this, plan, props) : addOne(this, plan, props);
    this.container = container;
    this.metricsContainer = server;
    this.metricsPort = metricsPort;
    this.scrapeTarget = toScrapeTarget(this, { port: metricsPort, path: METRICS_PATH });
  }
}

interface Added {
  readonly container: kplus.Container;
  readonly server: kplus.Container;
  readonly metricsPort: number;
}

function addOne(owner: Construct, plan: ProgramPlan, props: HealthMonitorProps): Added {
  const { container, metricsPort } = addMetricsServer(owner, props, { ...plan, writablePaths: [METRICS_FOLDER] }, props);
  return { container, server: container, metricsPort };
}

function addPair(owner: Construct, plan: ProgramPlan, props: HealthMonitorProps): Added {
  const helper = forHelper(owner, props, 'metrics');
  const name = checkDnsLabel('name', helper.containerName, owner, 'shorten \'containerName\'');
  const { volume } = new SharedVolume(owner, 'Metrics', { volumeName: name, source: VolumeSource.emptyDir({ sizeLimit: Size.mebibytes(10) }) });
  const container = addSidecar(owner, props, {
    ...plan,
    env: { ...plan.env, ...METRICS_FILE },
    volumeMounts: [...plan.volumeMounts!, { path: METRICS_FOLDER, volume }],
  });
  const { container: server, metricsPort } = addMetricsServer(new Construct(owner, 'Server'), helper, {
    ...programImage(owner, 'busybox'),
    command: ['tail', '-f', '/dev/null'],
    volumeMounts: [{ path: METRICS_FOLDER, volume, readOnly: true }],
  }, props);
  return { container, server, metricsPort };
}

function toPlan(owner: Construct, props: HealthMonitorProps): ProgramPlan {
  const { image, byCurl, caCertificate } = given(owner, 'target', props.target, 'name one, such as HealthTarget.tcp({ port: 8080 })')._spec;
  return runScript(owner, {
    program: byCurl ? 'curl' : 'busybox',
    image,
    scripts: scripts('monitors', 'health.sh'),
    env: toVariables(owner, props),
    volumeMounts: caCertificate ? [certificateMount(owner, containerName(owner, props), 1, caCertificate)] : [],
  });
}

function toVariables(owner: Construct, props: HealthMonitorProps): { [name: string]: kplus.EnvValue } {
  const { name, settings, headers = {}, caCertificate } = props.target._spec;
  const interval = checkDuration('interval', props.interval, owner) ?? Duration.seconds(10);
  const timeout = checkDuration('timeout', props.timeout, owner) ?? Duration.seconds(Math.min(5, wholeSeconds(interval)));
  const heartbeat = checkDuration('heartbeat', props.heartbeat, owner) ?? Duration.seconds(Math.max(60, wholeSeconds(interval)));
  if (wholeSeconds(timeout) > wholeSeconds(interval)) {
    throw new Error(`timeout of ${wholeSeconds(timeout)} s in ${at(owner)} is longer than the interval of ${wholeSeconds(interval)} s: make it shorter`);
  }
  if (wholeSeconds(heartbeat) < wholeSeconds(interval)) {
    throw new Error(`heartbeat of ${wholeSeconds(heartbeat)} s in ${at(owner)} is shorter than the interval of ${wholeSeconds(interval)} s: make it longer`);
  }
  const values = {
    ...settings,
    ...caCertificate ? { CA: '/ca/1/ca.crt' } : {},
    INTERVAL: String(wholeSeconds(interval)),
    TIMEOUT: String(wholeSeconds(timeout)),
    HEARTBEAT: String(wholeSeconds(heartbeat)),
    LABEL: name.replace(/[\\"]/g, '\\$&'),
  };
  return {
    ...plainVariables(Object.fromEntries(Object.entries(values).map(([key, value]) => [`HEALTH_${key}`, value]))),
    ...headerLines(owner, 'the health target', 'HEALTH_HEADER', '', headers),
  };
}
