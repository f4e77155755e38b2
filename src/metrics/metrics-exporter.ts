import { CustomExporterOptions, planCustomExporter } from './custom-exporter';
import { ExporterContext, ExporterPlan } from './exporter-context';
import { JsonExporterOptions, planJson } from './json/json-exporter';
import { NginxExporterOptions, planNginxExporter, planPostgresExporter, planRedisExporter, PostgresExporterOptions, RedisExporterOptions } from './servers';
import { planStatsd, StatsdExporterOptions } from './statsd/statsd-exporter';
import { planTextFile, TextFileExporterOptions } from './text/text-file-exporter';
import { Program } from '../core/pod/decided-resources';

/**
 * The program that serves the metrics of an app in the format of Prometheus.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, MetricsAdapter, MetricsExporter, Scraping } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const redis = new kplus.Deployment(chart, 'Redis');
 * new AppContainer(redis, 'App', { image: 'redis:7.4.1', ports: [{ number: 6379 }] });
 * new MetricsAdapter(redis, 'Metrics', { exporter: MetricsExporter.redis(), scraping: Scraping.podMonitor() });
 *
 * @see https://prometheus.io/docs/instrumenting/exporters/
 */
export class MetricsExporter {
  /**
   * Serves what the app sends with the StatsD protocol, over UDP or TCP, with statsd_exporter.
   *
   * The app gets the variables STATSD_HOST and STATSD_PORT. UDP packets are lost when the buffer is full; TCP loses none. Timers
   * become histograms in seconds. A counter without a mapping gets the suffix `_total`; other metrics without a mapping keep the names of the app,
   * which may not follow the conventions of Prometheus. A name that begins with `go`, `process`, `promhttp` or `statsd`,
   * like the program's own metrics, gets the prefix `app_`. A metric that is not a counter and ends in `_bucket`, `_count` or `_sum`, like the series
   * of a
   * histogram, gets the suffix `_value`.
   *
   * The number of series depends on what the app sends, and only `timeToLive` removes series. `dropUnmapped` and mappings limit their names, and
   * `sampleLimit` of `Scraping` limits what Prometheus accepts.
   *
   * @see https://github.com/prometheus/statsd_exporter
   */
  public static statsd(options: StatsdExporterOptions = {}): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planStatsd(options, context) });
  }

  /**
   * Serves what the app writes into a text file, with a script in busybox.
   *
   * A line is used if it ends with a newline and one of the patterns matches all of it. If several lines set the same metric and labels, the last one
   * is used. The file may be rewritten in place, replaced by renaming, or appended to, up to 1 MiB. Only numbers that the app wrote are served: a
   * file that changes while it is read is read again, and while it is rewritten, the previous numbers are kept for at most 10 seconds. A counter that
   * resets when the app restarts is served as it is, as Prometheus expects. Additional metrics:
   * - `text_file_unreadable_lines_total` counts lines that no pattern matches, that have no number, or whose newline is missing for 3 seconds. Lines
   *   that are overwritten between two reads are not counted.
   * - `text_file_last_read_timestamp_seconds` is the time at which the last numbers that were read had been written.
   * - `text_file_up` is 0, and no number is served, if the file is missing for 3 seconds, has not changed for `staleAfter`, or has no readable line.
   */
  public static textFile(options: TextFileExporterOptions): MetricsExporter {
    return new MetricsExporter({ role: 'script', plan: (context) => planTextFile({ ...options }, context) });
  }

  /**
   * Serves what the app returns as JSON, with json_exporter.
   *
   * A metric whose path does not exist is left out; a scrape fails if the app does not answer with JSON. Because json_exporter requests any URL that
   * a client names, it listens on localhost only, and a script requests this one URL from it. Your own image therefore needs a shell, and `wget` and
   * `tcpsvd` of busybox.
   *
   * @see https://github.com/prometheus-community/json_exporter
   */
  public static json(options: JsonExporterOptions): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planJson({ ...options }, context) });
  }

  /**
   * Connections and requests of nginx, from its page `stub_status`.
   *
   * @see https://github.com/nginx/nginx-prometheus-exporter
   */
  public static nginx(options: NginxExporterOptions = {}): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planNginxExporter(options, context) });
  }

  /**
   * Metrics of Redis. Your own image must have redis_exporter 1.83 or later, because earlier versions log in with the password to any server that a
   * client names.
   *
   * @see https://github.com/oliver006/redis_exporter
   */
  public static redis(options: RedisExporterOptions = {}): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planRedisExporter(options, context) });
  }

  /**
   * Metrics of PostgreSQL.
   *
   * @see https://github.com/prometheus-community/postgres_exporter
   */
  public static postgres(options: PostgresExporterOptions): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planPostgresExporter({ ...options }, context) });
  }

  /**
   * Any other program that serves metrics.
   */
  public static custom(options: CustomExporterOptions): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planCustomExporter({ ...options }, context) });
  }

  /**
   * @internal
   */
  public readonly _program: Program<ExporterContext, ExporterPlan>;

  private constructor(program: Program<ExporterContext, ExporterPlan>) {
    this._program = program;
  }
}
