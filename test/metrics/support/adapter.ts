import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { MetricsAdapter, MetricsAdapterProps, MetricsExporter, TextFileExporterOptions, TextMetric } from '../../../src';
import { configFilesOf, containerOf, newDeployment, podTemplateOf } from '../../support/workloads';

export interface Rendered {
  readonly container: any;
  readonly env: { [name: string]: string };
  readonly app: any;
  readonly template: any;
  readonly files: { [name: string]: string };
  readonly adapter: MetricsAdapter;
  readonly manifests: any[];
}

/** A metrics adapter of a Deployment as it is written. */
export function render(
  exporter: MetricsExporter | ((chart: Chart, web: kplus.Deployment) => MetricsExporter),
  props: Partial<MetricsAdapterProps> = {},
): Rendered {
  const web = newDeployment();
  const chart = Chart.of(web);
  const adapter = new MetricsAdapter(web, 'Metrics', { exporter: typeof exporter === 'function' ? exporter(chart, web) : exporter, ...props });
  const template = podTemplateOf(chart);
  const container = containerOf(template.spec, 'metrics');
  const manifests = Testing.synth(chart);
  return {
    container,
    env: Object.fromEntries((container.env ?? []).map(({ name, value }: any) => [name, value?.replace(/\$\$/g, '$')])),
    app: containerOf(template.spec, 'main'),
    template,
    files: configFilesOf(chart),
    adapter,
    manifests,
  };
}

/** The configuration of a statsd_exporter or json_exporter. */
export function configOf(rendered: Rendered): any {
  return parse(Object.values(rendered.files)[0]);
}

/** What the documented app writes. */
export const DOCUMENTED: TextFileExporterOptions = {
  path: '/metrics/app-metrics.txt',
  patterns: [
    'CUSTOM_FORMAT: requests=(?<requests>[0-9]+), errors=(?<errors>[0-9]+)',
    'CUSTOM_FORMAT: requests=(?<requests>[0-9]+), errors=(?<errors>[0-9]+), latency_ms=(?<latency>[0-9]+)',
  ],
  metrics: [
    TextMetric.counter('app_requests_total', { help: 'Requests.', group: 'requests' }),
    TextMetric.counter('app_errors_total', { help: 'Requests that failed.', group: 'errors' }),
    TextMetric.gauge('app_latency_seconds', { help: 'Latency.', group: 'latency', factor: 0.001 }),
  ],
};
