import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HealthTarget } from './health-target';
import { MonitorProps } from './monitor-props';
import { ImageTable } from '../pod/image-table';
import { SharedVolume } from '../pod/shared-volume';
import { literal } from '../private/container-plan';
import { at, kebabCase } from '../private/errors';
import { METRICS_FOLDER, servedMetrics } from '../private/metrics-server';
import { addContainer } from '../private/pod-editor';
import { checkDuration, wholeSeconds } from '../private/quantities';
import { scripts } from '../private/scripts';
import { certificateMount } from '../private/secrets';

/**
 * Properties of a health monitor.
 */
export interface HealthMonitorProps extends MonitorProps {
  /**
   * What is asked.
   */
  readonly target: HealthTarget;

  /**
   * Time between two checks, in whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;

  /**
   * Time for one check, in whole seconds, at most `interval`.
   *
   * @default - 5 seconds, or `interval` if that is less
   */
  readonly timeout?: Duration;

  /**
   * Time after which a line is written although nothing has changed, in whole seconds.
   *
   * @default Duration.minutes(1)
   */
  readonly heartbeat?: Duration;
}

/**
 * Asks a URL or a port at an interval, and says how it answers.
 *
 * A line has the time, `healthy` or `unhealthy`, the HTTP code and how long the answer took, in hundredths of seconds for ports:
 * `2026-01-31T12:00:00Z unhealthy (503) in 0.004 s`. One is written when the code or the state changes, and at the slower heartbeat. The
 * same is served as metrics, for URLs by a second small container: the image of curl has no program that could.
 *
 * It says how the app answers and changes nothing: to restart a container that hangs, give it a `liveness` probe.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { HealthMonitor, HealthTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web', { containers: [{ image: 'nginx:1.29.4', portNumber: 80 }] });
 * new HealthMonitor(web, 'Health', { target: HealthTarget.http('http://localhost:80/') });
 */
export class HealthMonitor extends Construct {
  /**
   * The container that asks.
   */
  public readonly container: kplus.Container;

  /**
   * The container that serves the metrics; for ports it is the one that asks.
   */
  public readonly metricsContainer: kplus.Container;

  /**
   * Port that serves the metrics at `/metrics`.
   */
  public readonly metricsPort: number;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a time is zero, `timeout` is longer than `interval`, `heartbeat` is shorter, or the port or a name is taken
   */
  constructor(scope: Construct, id: string, props: HealthMonitorProps) {
    super(scope, id);
    const { name, image, byCurl, caCertificate, settings } = props.target._spec;
    const containerName = props.containerName ?? kebabCase(id);
    const metrics = new SharedVolume(this, 'Metrics', { volumeName: `${containerName}-metrics` });
    this.metricsPort = props.metricsPort ?? freePort(podOf(this), DEFAULT_PORT);
    const asks = {
      name: containerName,
      image: image ?? ImageTable._for(this)._image(byCurl ? 'curl' : 'busybox'),
      role: 'script',
      resources: props.resources,
      command: ['sh', '/scripts/health.sh'],
      env: toVariables({ ...toSchedule(this, props), ...settings, LABEL: escapeLabel(name), CA: caCertificate && '/ca/1/ca.crt' }),
      volumeMounts: caCertificate ? [certificateMount(this, containerName, 1, caCertificate)] : [],
      configFiles: { path: '/scripts', data: scripts('monitors', 'health.sh') },
    } as const;
  }
}
