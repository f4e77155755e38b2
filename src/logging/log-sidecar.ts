import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { attachToLogs } from './log-container';
import { LogReaderProps } from './log-reader-props';
import { LogShipper } from './log-shipper';
import { MetricsPage, scrape, toScrapeTarget } from '../primitives/metrics-page';
import { ScrapeTarget } from '../primitives/scrape-target';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * Properties of a log sidecar.
 */
export interface LogSidecarProps extends LogReaderProps, ScrapedSidecarOptions {
  /**
   * The program that ships the lines.
   *
   * @default - LogShipper.stream()
   */
  readonly shipper?: LogShipper;
}

/**
 * Ships the log files of an app, on any workload.
 * The folder of the files is a volume that the app writes to and the sidecar reads from.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, LogSidecar } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new LogSidecar(web, 'Logs', { logFiles: ['/var/log/nginx/*.log'] });
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/logging/#sidecar-container-with-logging-agent
 */
export class LogSidecar extends Construct {
  /**
   * The container of the sidecar.
   */
  public readonly container: kplus.Container;

  /**
   * The volume with the log files.
   */
  public readonly volume: SharedVolume;

  private readonly metrics: MetricsPage;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if no file is named, a path is relative or cannot be followed, or the workload has no container yet
   */
  constructor(scope: Construct, id: string, props: LogSidecarProps) {
    super(scope, id);
    const { shipper = LogShipper.stream() } = props;
    const attached = attachToLogs(this, props, shipper._program, true);
    this.container = attached.container;
    this.volume = attached.volume;
    this.metrics = attached.metrics;
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
}
