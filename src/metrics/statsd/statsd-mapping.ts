import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Mapping, OWN_WORDS } from './unmapped';
import { at } from '../../core/values/errors';
import { given } from '../../core/values/given';
import { checkLabelName, checkMetric, checkPrintable, MetricType } from '../../core/values/metric-names';

/**
 * How a StatsD metric is mapped.
 *
 * @see https://github.com/prometheus/statsd_exporter#metric-mapping-and-configuration
 */
export interface StatsdMappingOptions {
  /**
   * Name of the metric in Prometheus. The name of a counter ends in `_total`. Several mappings may lead to one metric.
   */
  readonly name: string;

  /**
   * Description of the metric, in one line.
   */
  readonly help: string;

  /**
   * Labels with a fixed value, in addition to those of the match.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };
}

/**
 * How StatsD timers are mapped.
 *
 * @see https://prometheus.io/docs/practices/histograms/
 */
export interface StatsdTimerOptions extends StatsdMappingOptions {
  /**
   * Upper bounds of the buckets, in ascending order.
   *
   * @default - 5 milliseconds to 10 seconds
   */
  readonly buckets?: Duration[];
}

/**
 * How StatsD histograms and distributions are mapped.
 *
 * @see https://prometheus.io/docs/practices/histograms/
 */
export interface StatsdHistogramOptions extends StatsdMappingOptions {
  /**
   * Upper bounds of the buckets, in ascending order.
   *
   * @default - 0.005 to 10
   */
  readonly buckets?: number[];
}

/**
 * What a mapping of statsd_exporter says.
 *
 * @internal
 */
export interface StatsdMappingSpec {
  readonly match: string;
  readonly type?: MetricType;
  readonly options?: StatsdHistogramOptions;
}

/**
 * A mapping of StatsD metrics, which have names with dots, to a metric of Prometheus with labels.
 *
 * The match is a name with `{label}` for the parts that become labels, and `*` for parts that do not matter: `shop.{shop}.orders`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, MetricsAdapter, MetricsExporter, StatsdMapping } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new MetricsAdapter(web, 'Metrics', {
 *   exporter: MetricsExporter.statsd({
 *     mappings: [
 *       StatsdMapping.counter('shop.{shop}.orders', { name: 'orders_total', help: 'Orders by shop.' }),
 *       StatsdMapping.timer('http.{route}.duration', { name: 'http_request_duration_seconds', help: 'Time to answer.' }),
 *     ],
 *     dropUnmapped: true,
 *   }),
 * });
 *
 * @see https://github.com/prometheus/statsd_exporter#metric-mapping-and-configuration
 */
export class StatsdMapping {
  /**
   * StatsD counters (`|c`).
   *
   * @param match name with `{label}` and `*` for some of its parts
   */
  public static counter(match: string, options: StatsdMappingOptions): StatsdMapping {
    return new StatsdMapping({ match, type: 'counter', options: { ...options } });
  }

  /**
   * StatsD gauges (`|g`).
   *
   * @param match name with `{label}` and `*` for some of its parts
   */
  public static gauge(match: string, options: StatsdMappingOptions): StatsdMapping {
    return new StatsdMapping({ match, type: 'gauge', options: { ...options } });
  }

  /**
   * StatsD timers (`|ms`), as a histogram of seconds.
   *
   * @param match name with `{label}` and `*` for some of its parts
   */
  public static timer(match: string, options: StatsdTimerOptions): StatsdMapping {
    const buckets = options?.buckets?.map((bound) => bound.toSeconds({ integral: false }));
    return new StatsdMapping({ match, type: 'histogram', options: { ...options, buckets } });
  }

  /**
   * StatsD histograms and distributions (`|h`, `|d`), with unchanged values.
   *
   * @param match name with `{label}` and `*` for some of its parts
   */
  public static histogram(match: string, options: StatsdHistogramOptions): StatsdMapping {
    return new StatsdMapping({ match, type: 'histogram', options: { ...options } });
  }

  /**
   * Metrics of any type that are not served.
   *
   * @param match name with `{label}` and `*` for some of its parts
   */
  public static drop(match: string): StatsdMapping {
    return new StatsdMapping({ match });
  }

  private constructor(
    /** @internal */
    public readonly _spec: StatsdMappingSpec,
  ) {}
}

const PART = /^(\*|\{[^{}]*\}|[A-Za-z0-9_-]+)$/;

/** The mapping as statsd_exporter reads it. */
export function toMapping(where: IConstruct, { _spec: { match, type, options } }: StatsdMapping): Mapping {
  const parts = given(where, 'match of a StatsD mapping', match, 'write one, such as \'shop.{shop}.orders\'').split('.');
  if (!parts.every((part) => PART.test(part)) || /^[0-9-]/.test(match)) {
    throw new Error(`match '${match}' of a StatsD mapping in ${at(where)} is not valid: separate letters, digits, '_' and '-' with dots, not starting with a digit,`
      + ' and write {label} or * for a whole part');
  }
  const glob = parts.map((part) => part.startsWith('{') ? '*' : part).join('.');
  if (!type || !options) {
    return { match: glob, action: 'drop', name: 'dropped' };
  }
  return {
    match: glob,
    match_metric_type: type === 'histogram' ? 'observer' : type,
    name: checkName(where, checkMetric(where, type, options.name, options.help)),
    help: options.help,
    labels: toLabels(where, parts, options.labels ?? {}),
    ...type === 'histogram' ? { observer_type: 'histogram' } : {},
    ...options.buckets ? { histogram_options: { buckets: checkBuckets(where, options.buckets) } } : {},
  };
}

function checkName(where: IConstruct, name: string): string {
  const own = OWN_WORDS.find((word) => name.startsWith(`${word}_`));
  if (own) {
    throw new Error(`metric name '${name}' in ${at(where)} begins with '${own}_', like those of statsd_exporter itself: add a word in front`);
  }
  return name;
}

function toLabels(where: IConstruct, parts: string[], fixed: { [name: string]: string }): { [name: string]: string } {
  const wildcards = parts.filter((part) => /^[*{]/.test(part));
  const found = wildcards.flatMap((part, index): [string, string][] => part === '*' ? [] : [[part.slice(1, -1), `\${${index + 1}}`]]);
  const all = [...found, ...Object.entries(fixed)];
  all.forEach(([name], index) => {
    checkLabelName(where, name);
    if (name.length < 2) {
      throw new Error(`label name '${name}' in ${at(where)} has only one character, which statsd_exporter refuses: use a longer name`);
    }
    if (all.findIndex(([other]) => other === name) < index) {
      throw new Error(`label '${name}' is defined twice in a StatsD mapping in ${at(where)}: leave one of them out`);
    }
  });
  Object.values(fixed).forEach((value) => checkPrintable(where, 'label value', value));
  const expanded = Object.values(fixed).find((value) => /[${}]/.test(value));
  if (expanded !== undefined) {
    throw new Error(`label value '${expanded}' in ${at(where)} has a '$' or a brace, which statsd_exporter may expand: write {label} in the match`
      + ' for a part of the name, and leave them out of fixed values');
  }
  return Object.fromEntries(all);
}

function checkBuckets(where: IConstruct, buckets: number[]): number[] {
  if (buckets.length === 0 || !buckets.every((bound, index) => Number.isFinite(bound) && (index === 0 || bound > buckets[index - 1]))) {
    throw new Error(`bucket bounds ${buckets.join(', ')} in ${at(where)} are missing or not in ascending order: list each once, the smallest first`);
  }
  return buckets;
}
