import { JsonMetric } from './json-metric';
import { scripts } from '../../core/objects/scripts';
import { checkEncodedUrl } from '../../core/plain-text/urls';
import { freePorts } from '../../core/pod/free-ports';
import { podOf } from '../../core/pod/pod-editor';
import { runScript } from '../../core/pod/script-container';
import { plainVariables } from '../../core/pod/variables';
import { at } from '../../core/values/errors';
import { someOf } from '../../core/values/given';
import { checkDistinct } from '../../core/values/metric-names';
import { toYamlText } from '../../core/values/yaml';
import { withExtra } from '../../programs/extra-config';
import { ExtraConfigOptions } from '../../programs/extra-config-options';
import { ExporterContext, ExporterPlan, planProgram } from '../exporter-context';
import { ExporterOptions } from '../exporter-options';

/**
 * Options of the JSON exporter.
 *
 * @see https://github.com/prometheus-community/json_exporter
 */
export interface JsonExporterOptions extends ExporterOptions, ExtraConfigOptions {
  /**
   * URL of the JSON, such as `http://127.0.0.1:8080/stats`.
   */
  readonly url: string;

  /**
   * The metrics that are read from the JSON.
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
  const { port, local } = freePorts(podOf(owner), { port: { given: options.port, preferred: 7979 }, local: { preferred: 7980 } });
  const config = { modules: { default: { metrics: metrics.map((metric) => metric._toConfig(owner)) } } };
  const spec = { program: 'jsonExporter', port, healthPath: '/healthz' } as const;
  return planProgram(context, options, spec, () => ({
    // The program asks any URL that it is given, so it listens on localhost, and a script asks it for the one URL.
    ...runScript(owner, {
      program: 'jsonExporter',
      image: options.image,
      folder: FOLDER,
      scripts: scripts('programs', 'serve-metrics.sh', 'answer-metrics.sh'),
      data: { 'config.yaml': toYamlText(withExtra(owner, config, options.extraConfig)) },
    }),
    args: ['/bin/json_exporter', `--config.file=${FOLDER}/config.yaml`, `--web.listen-address=127.0.0.1:${local}`],
    env: plainVariables({
      METRICS_PORT: `${port}`,
      METRICS_PATH: '/metrics',
      METRICS_URL: `http://127.0.0.1:${local}/probe?target=${encodeURIComponent(target)}`,
      HEALTH_URL: `http://127.0.0.1:${local}/metrics`,
    }),
    ports: [{ number: local }],
  }));
}
