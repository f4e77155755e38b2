/**
 * A kind of telemetry.
 */
export enum TelemetrySignal {
  /** Spans. */
  TRACES = 'traces',
  /** Points of metrics. */
  METRICS = 'metrics',
  /** Log records. */
  LOGS = 'logs',
}
