import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { at } from '../core/values/errors';
import { given } from '../core/values/given';
import { checkLabelName, checkPrintable, isMetricName } from '../core/values/metric-names';
import { checkDuration } from '../core/values/quantities';

/**
 * Options of all alerts.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export interface PrometheusAlertOptions {
  /**
   * Labels that select the series, by name, such as `{ app: 'shop' }`.
   *
   * @default - all series of the metric
   */
  readonly series?: { [label: string]: string };

  /**
   * Period over which the metric is evaluated.
   *
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;

  /**
   * How long the condition must hold before the alert fires.
   *
   * @default Duration.minutes(5)
   */
  readonly holdsFor?: Duration;

  /**
   * Name of the alert.
   *
   * @default - `HighLatency` or `HighErrorRate`
   */
  readonly name?: string;

  /**
   * Labels of the alert, which Alertmanager uses for routing.
   *
   * @default { severity: 'warning' }
   */
  readonly labels?: { [name: string]: string };
}

/**
 * Options of an alert for slow responses.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export interface LatencyAlertOptions extends PrometheusAlertOptions {
  /**
   * Name of the histogram, in seconds, without the `_bucket` of its series.
   */
  readonly histogram: string;

  /**
   * Latency above which the alert fires. It must be below the highest bucket bound of the histogram. Prometheus interpolates between bounds, so the
   * alert is exact if a bound has this value.
   */
  readonly above: Duration;

  /**
   * Fraction of the requests that must be faster, between 0 and 1.
   *
   * @default 0.95
   */
  readonly quantile?: number;
}

/**
 * Options of an alert for failed requests.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#rate
 */
export interface ErrorRateAlertOptions extends PrometheusAlertOptions {
  /**
   * Name of the counter of requests, such as `http_requests_total`, which has the status as a label.
   */
  readonly counter: string;

  /**
   * Percentage of requests with a status of 5xx above which the alert fires, from 0 to below 100.
   */
  readonly abovePercent: number;

  /**
   * Label with the status.
   *
   * @default 'code'
   */
  readonly statusLabel?: string;
}

/**
 * An alert of Prometheus.
 *
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import { PrometheusAlert, PrometheusRules } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * new PrometheusRules(chart, 'Alerts', {
 *   alerts: [PrometheusAlert.latency({ histogram: 'http_request_duration_seconds', above: Duration.millis(500), quantile: 0.99 })],
 * });
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export class PrometheusAlert {
  /**
   * Fires when responses take too long.
   */
  public static latency(options: LatencyAlertOptions): PrometheusAlert {
    return new PrometheusAlert((where) => toRule(where, options, 'HighLatency', (rate) => {
      const { quantile = 0.95 } = options;
      const above = given(where, 'latency of an alert', options.above, 'set \'above\'');
      const histogram = checkName(where, 'histogram', options.histogram);
      if (/_(bucket|count|sum|total)$/.test(histogram)) {
        throw new Error(`histogram '${histogram}' of an alert in ${at(where)} has the name of one of its series, or of a counter: leave out the part`
          + ' after the unit, as in http_request_duration_seconds');
      }
      checkDuration('latency of an alert', above, where);
      if (!(quantile > 0 && quantile < 1)) {
        throw new Error(`quantile ${quantile} of an alert in ${at(where)} is not valid: use a number between 0 and 1, such as 0.95`);
      }
      return {
        expr: `histogram_quantile(${quantile}, sum by (le) (${rate(`${histogram}_bucket`)})) > ${above.toSeconds({ integral: false })}`,
        summary: `Of all requests, a part of ${quantile} should take ${above.toMilliseconds()} ms at most; they take up to {{ $value | humanizeDuration }}`,
      };
    }));
  }

  /**
   * Fires when too many requests fail. It does not fire without requests.
   */
  public static errorRate(options: ErrorRateAlertOptions): PrometheusAlert {
    return new PrometheusAlert((where) => toRule(where, options, 'HighErrorRate', (rate) => {
      const { abovePercent, statusLabel = 'code' } = options;
      const counter = checkName(where, 'counter', options.counter);
      if (!counter.endsWith('_total')) {
        throw new Error(`counter '${counter}' of an alert in ${at(where)} does not end in '_total': use the name of a counter`);
      }
      if (!(abovePercent >= 0 && abovePercent < 100)) {
        throw new Error(`error rate ${abovePercent} of an alert in ${at(where)} is not a percentage that can be exceeded: use a number from 0 to below 100`);
      }
      const failed = rate(counter, `${checkLabelName(where, statusLabel)}=~"5.."`);
      return {
        expr: `100 * sum(${failed}) / sum(${rate(counter)}) > ${abovePercent}`,
        summary: `${abovePercent} % of the requests may fail; {{ $value | humanize }} % do`,
      };
    }));
  }

  private constructor(private readonly rule: (where: IConstruct) => PrometheusRule) {}

  /**
   * @internal
   */
  public _rule(where: IConstruct): PrometheusRule {
    return this.rule(where);
  }
}

/**
 * A rule as Prometheus reads it.
 *
 * @internal
 */
export interface PrometheusRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { [name: string]: string };
  readonly annotations: { [name: string]: string };
}

/** The rate of a metric over the window, of the series that an alert is about and that fit some matchers more. */
type Rate = (metric: string, ...matchers: string[]) => string;

function toRule(
  where: IConstruct,
  options: PrometheusAlertOptions,
  defaultName: string,
  describe: (rate: Rate) => { readonly expr: string; readonly summary: string },
): PrometheusRule {
  const {
    series = {}, window = Duration.minutes(5), holdsFor = Duration.minutes(5), name = defaultName, labels = { severity: 'warning' },
  } = given(where, 'options of an alert', options, 'name the metric and the threshold');
  checkDuration('window of an alert', window, where);
  checkName(where, 'name of an alert', name);
  const selected = matchers(where, series);
  const { expr, summary } = describe((metric, ...more) => {
    const all = [...selected, ...more];
    return `rate(${metric}${all.length > 0 ? `{${all.join(', ')}}` : ''}[${text(window)}])`;
  });
  Object.entries(labels).forEach(([label, value]) => checkAlertLabel(where, label, value));
  return { alert: name, expr, for: text(holdsFor), labels, annotations: { summary } };
}

/** Strings of PromQL know the escapes of JSON. */
function matchers(where: IConstruct, series: { [label: string]: string }): string[] {
  return Object.entries(series)
    .map(([label, value]) => `${checkLabelName(where, label)}=${JSON.stringify(checkPrintable(where, `value of label '${label}'`, value))}`);
}

/** Values of labels are templates. */
function checkAlertLabel(where: IConstruct, label: string, value: string): void {
  checkPrintable(where, `value of label '${checkLabelName(where, label)}'`, value);
  if (value.includes('{{')) {
    throw new Error(`value of label '${label}' of an alert in ${at(where)}, '${value}', has '{{', which starts a template: write it without`);
  }
}

function checkName(where: IConstruct, what: string, name: string): string {
  if (!isMetricName(name)) {
    throw new Error(`${what} '${name}' in ${at(where)} is not valid in Prometheus: use letters, digits and '_', not starting with a digit`);
  }
  return name;
}

function text(duration: Duration): string {
  return `${duration.toMilliseconds()}ms`;
}
