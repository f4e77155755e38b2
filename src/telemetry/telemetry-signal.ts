/**
 * A kind of telemetry.
 *
 * @see https://opentelemetry.io/docs/concepts/signals/
 */
export enum TelemetrySignal {
  /** Spans. */
  TRACES = 'traces',
  /** Points of metrics. */
  METRICS = 'metrics',
  /** Log records. */
  LOGS = 'logs',
}
