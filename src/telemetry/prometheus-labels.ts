import { toTransform } from './statements';
import { TelemetrySignal } from './telemetry-signal';
import { quote, Section } from '../programs/collector/values';

export const LABELS_ID = 'transform/labels';

/** What the page makes the labels `job` and `instance` of. */
const SERVICE = ['service.name', 'service.namespace', 'service.instance.id'];

/** Labels that the page or Prometheus sets itself. */
const RESERVED = ['', '__.*', 'instance', 'job', 'le', 'quantile', 'otel_scope_.*'];

/**
 * Makes the names of attributes those of labels, each once. The page of Prometheus would leave out a metric two of whose attributes become one
 * label, or one that it sets itself, and Prometheus the whole page where that is `le`: a reserved one gets `exported_` in front, as Prometheus does it.
 */
export function prometheusLabels(): Section {
  return toTransform([TelemetrySignal.METRICS], () => [
    [
      ...rename('resource.attributes', RESERVED),
      ...SERVICE.flatMap((name) => {
        const label = `resource.attributes[${quote(toLabel(name))}]`;
        return [`set(resource.attributes[${quote(name)}], ${label}) where ${label} != nil`, `delete_key(resource.attributes, ${quote(toLabel(name))})`];
      }),
    ],
    rename('datapoint.attributes', [...RESERVED, ...SERVICE.map(toLabel)]),
  ]);
}

function rename(attributes: string, reserved: string[]): string[] {
  return [
    `replace_all_patterns(${attributes}, "key", "[^a-zA-Z0-9_]", "_")`,
    `replace_all_patterns(${attributes}, "key", ${quote(`^(${reserved.join('|')})$`)}, "exported_$1")`,
  ];
}

function toLabel(name: string): string {
  return name.replace(/\./g, '_');
}
