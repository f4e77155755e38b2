import { TelemetrySignal } from './telemetry-signal';
import { FromEnv, Section } from '../private/collector/values';

/** Statements of a transform processor, by kind of telemetry. */
export type Statements = (signal: TelemetrySignal) => (string | FromEnv)[];

const KEYS: { [signal in TelemetrySignal]: string } = {
  traces: 'trace_statements',
  metrics: 'metric_statements',
  logs: 'log_statements',
};

/** The settings of a transform processor. */
export function toTransform(signals: TelemetrySignal[], statements: Statements): Section {
  return Object.fromEntries(signals.map((signal) => [KEYS[signal], statements(signal)]));
}
