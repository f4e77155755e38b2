import { TelemetrySignal } from './telemetry-signal';
import { FromEnv, Section } from '../programs/collector/values';

/**
 * Statements of a transform processor, by kind of telemetry: a group for each level, such as spans and their events.
 * Those of one group are run for each thing of its lowest level, so that a resource or a span that has none would be left out.
 */
export type Statements = (signal: TelemetrySignal) => (string | FromEnv)[][];

const KEYS: { [signal in TelemetrySignal]: string } = {
  traces: 'trace_statements',
  metrics: 'metric_statements',
  logs: 'log_statements',
};

/** The settings of a transform processor. */
export function toTransform(signals: TelemetrySignal[], statements: Statements): Section {
  return Object.fromEntries(signals.map((signal) => [KEYS[signal], statements(signal).map((group) => ({ statements: group }))]));
}
