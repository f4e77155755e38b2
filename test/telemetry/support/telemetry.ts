import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { SidecarMode, TelemetryCollector, TelemetryCollectorProps, TelemetryExporter } from '../../../src';
import { configFilesOf, containerOf, newDeployment, podSpecOf } from '../../support/workloads';

export const TEMPO = TelemetryExporter.otlp({ url: 'http://tempo:4317' });

export interface Rendered {
  readonly yaml: string;
  readonly config: any;
  readonly container: any;
  readonly drain: any;
  readonly app: any;
  readonly spec: any;
}

type Props = TelemetryCollectorProps | ((web: kplus.Deployment) => TelemetryCollectorProps);

/** A Deployment 'Web' with a telemetry collector; `use` is what a test does with it. */
export function render(
  props: Props = { exporters: [TEMPO] },
  use: (telemetry: TelemetryCollector, web: kplus.Deployment) => void = () => {},
): Rendered {
  const web = newDeployment();
  const telemetry = new TelemetryCollector(web, 'Telemetry', typeof props === 'function' ? props(web) : props);
  use(telemetry, web);
  const chart = Chart.of(web);
  const yaml = configFilesOf(chart, 'config.yaml')['config.yaml'];
  const spec = podSpecOf(chart);
  const [container, drain, app] = ['telemetry', 'telemetry-drain', 'main'].map((name) => containerOf(spec, name));
  return { yaml, config: parse(yaml, { version: '1.1' }), container, drain, app, spec };
}

export const CLASSIC = { sidecarMode: SidecarMode.CLASSIC };

export function envOf(container: any): Record<string, string> {
  return Object.fromEntries(container.env.map(({ name, value }: any) => [name, value]));
}
