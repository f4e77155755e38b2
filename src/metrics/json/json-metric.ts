import { IConstruct } from 'constructs';
import { at } from '../../core/values/errors';
import { checkLabelName, checkMetric, checkPrintable } from '../../core/values/metric-names';

/**
 * Where a metric is found in a JSON document.
 *
 * A path is a list of keys, the outermost first: `['queue', 'length']` selects 3 in `{"queue": {"length": 3}}`. `[0]` stands for the first
 * element of a list.
 *
 * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export interface JsonMetricOptions {
  /**
   * Description of the metric, in one line.
   */
  readonly help: string;

  /**
   * Path of a number, or of a boolean, which becomes 1 or 0.
   */
  readonly value: string[];

  /**
   * Path of a list or object whose elements each become a series. `value` and `labels` are then relative to the element. An empty path selects the
   * document. The labels must distinguish the elements: if two series have the same labels, the whole scrape fails.
   *
   * @default - one series
   */
  readonly forEach?: string[];

  /**
   * Labels with the paths of their values.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string[] };
}

/**
 * A metric of the JSON exporter.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, JsonMetric, MetricsAdapter, MetricsExporter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 8080 }] });
 * // The app answers `{"queues": [{"name": "mail", "length": 3}]}`.
 * new MetricsAdapter(web, 'Metrics', {
 *   exporter: MetricsExporter.json({
 *     url: 'http://localhost:8080/status',
 *     metrics: [JsonMetric.gauge('queue_length', { help: 'Waiting jobs.', forEach: ['queues'], value: ['length'], labels: { queue: ['name'] } })],
 *   }),
 * });
 *
 * @see https://github.com/prometheus-community/json_exporter
 */
export class JsonMetric {
  /**
   * A number that only increases while the app runs.
   *
   * @param name name of the metric, which must end in `_total`
   */
  public static counter(name: string, options: JsonMetricOptions): JsonMetric {
    return new JsonMetric('counter', name, { ...options });
  }

  /**
   * A number that can increase and decrease.
   *
   * @param name name of the metric
   */
  public static gauge(name: string, options: JsonMetricOptions): JsonMetric {
    return new JsonMetric('gauge', name, { ...options });
  }

  private constructor(
    private readonly kind: 'counter' | 'gauge',
    /** @internal */
    public readonly _name: string,
    private readonly options: JsonMetricOptions,
  ) {}

  /**
   * The metric as json_exporter reads it.
   *
   * @internal
   */
  public _toConfig(where: IConstruct): object {
    const { help, value, forEach, labels = {} } = this.options;
    checkMetric(where, this.kind, this._name, help);
    const common = {
      help,
      valuetype: this.kind,
      labels: Object.fromEntries(Object.entries(labels).map(([name, path]) => [checkLabelName(where, name), `{${toPath(where, path)}}`])),
    };
    if (!forEach) {
      return { name: this._name, path: `{${toPath(where, value)}}`, ...common };
    }
    if (Object.keys(labels).length === 0) {
      throw new Error(`metric '${this._name}' in ${at(where)} has 'forEach' but no labels, so all its series would be the same: add a label`);
    }
    // json_exporter puts the two parts of the name together again.
    const [, name, part] = /^(.+)_([^_]+)$/.exec(this._name) ?? [];
    if (!name) {
      throw new Error(`metric name '${this._name}' in ${at(where)} has no '_' between two words, which json_exporter needs with 'forEach': add a word`);
    }
    const list = forEach.length === 0 ? '' : toPath(where, forEach);
    return { name, type: 'object', path: `{${list}.*}`, ...common, values: { [part]: `{${toPath(where, value)}}` } };
  }
}

/** A path in the language of kubectl, where a backslash takes the meaning from the character behind it. */
function toPath(where: IConstruct, keys: string[]): string {
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new Error(`path of a JSON metric in ${at(where)} is empty or not a list: list at least one key, as in ['queue', 'length']`);
  }
  return keys.map((key) => /^\[\d+\]$/.test(key) ? key : `.${escapeKey(where, key)}`).join('');
}

function escapeKey(where: IConstruct, key: string): string {
  if (key === '' || key.includes('\\')) {
    throw new Error(`key ${JSON.stringify(key)} of a JSON metric in ${at(where)} is empty or contains a backslash, which json_exporter cannot find:`
      + ' rename it in the app');
  }
  checkPrintable(where, 'key of a JSON metric', key);
  return key.replace(/[^\p{L}\p{N}_]/gu, '\\$&');
}
