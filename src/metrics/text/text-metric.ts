import { IConstruct } from 'constructs';
import { at } from '../../core/values/errors';
import { given } from '../../core/values/given';
import { checkLabelName, checkMetric } from '../../core/values/metric-names';

/**
 * Where a metric is found in a line.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export interface TextMetricOptions {
  /**
   * Description of the metric, in one line.
   */
  readonly help: string;

  /**
   * Named group of the patterns that contains the number.
   */
  readonly group: string;

  /**
   * Factor by which the number is multiplied to get base units: 0.001 converts milliseconds to seconds.
   *
   * @default 1
   */
  readonly factor?: number;

  /**
   * Named groups that become labels of the same names. Each of their values adds a series.
   *
   * @default - none
   */
  readonly labels?: string[];
}

/**
 * A metric that is read from lines of text.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, MetricsAdapter, MetricsExporter, TextMetric } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * // The app writes lines such as `orders=17 queue=mail`.
 * new MetricsAdapter(web, 'Metrics', {
 *   exporter: MetricsExporter.textFile({
 *     path: '/var/run/app/figures.txt',
 *     patterns: ['orders=(?<orders>[0-9]+) queue=(?<queue>[a-z]+)'],
 *     metrics: [TextMetric.counter('app_orders_total', { help: 'Orders.', group: 'orders', labels: ['queue'] })],
 *   }),
 * });
 *
 * @see https://prometheus.io/docs/concepts/metric_types/
 */
export class TextMetric {
  /**
   * A number that only increases while the app runs.
   *
   * @param name name of the metric, which must end in `_total`
   */
  public static counter(name: string, options: TextMetricOptions): TextMetric {
    return new TextMetric('counter', name, { ...options });
  }

  /**
   * A number that can increase and decrease.
   *
   * @param name name of the metric
   */
  public static gauge(name: string, options: TextMetricOptions): TextMetric {
    return new TextMetric('gauge', name, { ...options });
  }

  private constructor(
    private readonly kind: 'counter' | 'gauge',
    /** @internal */
    public readonly _name: string,
    private readonly options: TextMetricOptions,
  ) {}

  /**
   * Groups that a line must have for this metric.
   *
   * @internal
   */
  public get _groups(): string[] {
    return [this.options.group, ...this.options.labels ?? []];
  }

  /**
   * A line of the setting TEXT_METRICS of text.awk.
   *
   * @internal
   */
  public _toLine(where: IConstruct): string {
    const { help, group, factor = 1, labels = [] } = this.options;
    checkMetric(where, this.kind, this._name, help);
    given(where, `group of metric '${this._name}'`, group, 'name a group of the patterns');
    labels.forEach((label) => checkLabelName(where, label));
    const twice = labels.find((label, index) => labels.indexOf(label) !== index);
    if (twice !== undefined) {
      throw new Error(`label '${twice}' of metric '${this._name}' in ${at(where)} is listed twice: leave one of them out`);
    }
    if (!Number.isFinite(factor) || factor === 0 || (factor < 0 && this.kind === 'counter')) {
      throw new Error(`factor ${factor} of metric '${this._name}' in ${at(where)} makes its value zero or infinite: use one like 0.001`);
    }
    return [this.kind, this._name, factor === 1 ? '' : factor, group, labels.join(','), help.replace(/\\/g, '\\\\')].join('\t');
  }
}
