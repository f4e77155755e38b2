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
   * What the app sends by the StatsD protocol, over UDP or TCP, by statsd_exporter.
   *
   * The app gets the variables STATSD_HOST and STATSD_PORT. Over UDP a full buffer loses packets; over TCP none is lost. Timers
   * become histograms in seconds. A counter without a mapping gets the suffix `_total`; other metrics without a mapping keep the names of the app,
   * which may not follow the conventions of Prometheus. A name that begins with `go`, `process`, `promhttp` or `statsd`,
   * like the program's own metrics, gets the prefix `app_`. A metric that is not a counter and ends in `_bucket`, `_count` or `_sum`, like the series of a
   * histogram, gets the suffix `_value`.
   *
   * The app decides how many series there are, and only `timeToLive` removes them. `dropUnmapped` and mappings limit their names, and
   * `sampleLimit` of `Scraping` keeps Prometheus from scraping too many.
   *
   * @see https://github.com/prometheus/statsd_exporter
   */
  public static statsd(options: StatsdExporterOptions = {}): MetricsExporter {
    return new MetricsExporter({ role: 'exporter', plan: (context) => planStatsd(options, context) });
  }

  /**
   * What the app writes into a text file, by a script in busybox.
   *
   * A line counts when it ends with a newline and one of the patterns fits all of it. Of several lines for one metric and the same labels the
   * last counts. The file may be rewritten, in place or by renaming, or appended to, up to 1 MiB. What is served is always a number that
   * the app wrote: a file that changes while it is read is read again, and while it is being rewritten the numbers before are kept, 10 seconds
   * at most. A counter that resets when the app is restarted is served as it is, which is what Prometheus expects. Beside the metrics:
   * - `text_file_unreadable_lines_total` counts lines that no pattern fits, that have no number, or a newline is missing for 3 seconds;
   *   what was rewritten between two looks is not seen.
   * - `text_file_last_read_timestamp_seconds` is when the numbers had been written that were read last.
   * - `text_file_up` is 0, and no number is served, when the file is away for 3 seconds, was not changed for `staleAfter`, or has no line
   *   that can be read.
   */
  public static textFile(options: TextFileExporterOptions): MetricsExporter {
    return new MetricsExporter({ role: 'script', plan: (context) => planTextFile({ ...options }, context) });
  }

  /**
   * What the app answers as JSON, by json_exporter.
   *
   * A metric whose path is not there is left out; a scrape fails when the app does not answer with JSON. The program, which asks any URL that
   * it is given, is reached on localhost only: a script asks it for this one. So an image of your own needs a shell, `wget` and `tcpsvd` of busybox.
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
   * Metrics of Redis. An image of your own must be 1.83 or later, because earlier versions log in with the password to any server that a client names.
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
