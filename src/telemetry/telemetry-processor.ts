import { IConstruct } from 'constructs';
import { Statements, toTransform } from './statements';
import { TelemetrySignal } from './telemetry-signal';
import { at } from '../core/values/errors';
import { setResource } from '../programs/collector/resource';
import { quote, Section } from '../programs/collector/values';

/** What has attributes, by kind of telemetry. */
const HOLDERS: { [signal in TelemetrySignal]: string[] } = {
  traces: ['resource', 'scope', 'span', 'spanevent'],
  metrics: ['resource', 'scope', 'datapoint'],
  logs: ['resource', 'scope', 'log'],
};

/**
 * A change to telemetry before it is delivered. Telemetry that cannot be changed is dropped.
 *
 * The memory limiter and the attributes of the pod are always applied first.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, TelemetryCollector, TelemetryExporter, TelemetryProcessor } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new TelemetryCollector(web, 'Telemetry', {
 *   processors: [
 *     TelemetryProcessor.resourceAttributes({ 'deployment.environment.name': 'production' }),
 *     TelemetryProcessor.removeAttributes(['user.email']),
 *   ],
 *   exporters: [TelemetryExporter.otlp({ url: 'http://collector.monitoring:4317' })],
 * });
 *
 * @see https://opentelemetry.io/docs/collector/configuration/#processors
 */
export class TelemetryProcessor {
  /**
   * Sets attributes of the resource, such as `deployment.environment.name`.
   *
   * @param attributes values by name
   */
  public static resourceAttributes(attributes: { [name: string]: string }): TelemetryProcessor {
    const names = Object.entries({ ...attributes }).map(([name, value]) => value === undefined ? '' : name);
    return new TelemetryProcessor('resourceAttributes', names, () => [setResource(attributes)], sizeOf(attributes));
  }

  /**
   * Removes attributes wherever they are: of resources, scopes, spans and their events, points of metrics, and log records.
   * Metric series that differ only in a removed attribute become the same series: do not remove those attributes.
   *
   * @param names names of attributes
   */
  public static removeAttributes(names: string[]): TelemetryProcessor {
    return new TelemetryProcessor('removeAttributes', names, (signal) => HOLDERS[signal].map((holder) => (
      names.map((name) => `delete_key(${holder}.attributes, ${quote(name)})`)
    )));
  }

  private constructor(
    private readonly kind: string,
    private readonly names: string[],
    private readonly statements: Statements,
    /** Bytes that it adds to a request of one item, at most. @internal */
    public readonly _added: number = 0,
  ) {}

  /**
   * @internal
   */
  public _section(where: IConstruct, signals: TelemetrySignal[]): Section {
    if (!this.names?.length || this.names.some((name) => !name)) {
      throw new Error(`processor '${this.kind}' in ${at(where)} has ${this.names?.length ? 'an attribute without a name or value' : 'no attribute'}:`
        + ' name one or leave the processor out');
    }
    return toTransform(signals, this.statements);
  }
}

/** A key and a value have up to 16 bytes around them. */
function sizeOf(attributes: { [name: string]: string }): number {
  return Object.entries({ ...attributes }).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}${value}`) + 16, 0);
}
