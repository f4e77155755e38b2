/**
 * A kind of telemetry.
 *
 * @see https://opentelemetry.io/docs/concepts/signals/
 */
export enum TelemetrySignal {
  /** Spans. */
  TRACES = 'traces',
  /** Data points of metrics. */
  METRICS = 'metrics',
  /** Log records. */
  LOGS = 'logs',
}
