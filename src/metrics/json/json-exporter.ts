import { Yaml } from 'cdk8s';
import { JsonMetric } from './json-metric';
import { at } from '../../private/errors';
import { ExporterContext, ExporterPlan, planProgram } from '../../private/exporter-context';
import { someOf } from '../../private/given';
import { checkDistinct } from '../../private/metric-names';
import { checkEncodedUrl } from '../../private/urls';
import { ExporterOptions } from '../exporter-options';

/**
 * Options of the JSON exporter.
 */
export interface JsonExporterOptions extends ExporterOptions {
  /**
   * URL of the JSON, such as `http://127.0.0.1:8080/stats`.
   */
  readonly url: string;

  /**
   * What is read from it.
   */
  readonly metrics: JsonMetric[];
}

const FOLDER = '/etc/json-exporter';

/**
 * @internal
 */
export function planJson(options: JsonExporterOptions, context: ExporterContext): ExporterPlan {
  const { owner } = context;
  const target = checkEncodedUrl(`the JSON in ${at(owner)}`, options.url);
  const metrics = someOf(owner, 'metrics', options.metrics, 'name one, such as JsonMetric.gauge(...)');
  checkDistinct(owner, metrics.map(({ _name }) => _name));
  const config = { modules: { default: { metrics: metrics.map((metric) => metric._toConfig(owner)) } } };
  const spec = { image: 'jsonExporter', user: 65534, port: 7979, healthPath: '/metrics', path: '/probe', params: { target } } as const;
  return planProgram(context, options, spec, (port) => ({
    args: [`--config.file=${FOLDER}/config.yaml`, `--web.listen-address=:${port}`],
    configFiles: { path: FOLDER, data: { 'config.yaml': Yaml.stringify(config) } },
  }));
}
