import { IConstruct } from 'constructs';
import { TelemetryExporter } from './telemetry-exporter';
import { TelemetryPipeline, TelemetryPipelineOptions } from './telemetry-pipeline';
import { TelemetryReceiver } from './telemetry-receiver';
import { TelemetrySignal } from './telemetry-signal';
import { at } from '../core/values/errors';
import { allOf, someOf } from '../core/values/given';

/** The pipelines that are written out, or one for each kind of telemetry that is both received and exported. */
export function toPipelines(where: IConstruct, parts: Partial<TelemetryPipelineOptions>, pipelines?: TelemetryPipeline[]): TelemetryPipeline[] {
  if (pipelines) {
    return checkPipelines(where, parts, pipelines);
  }
  const { receivers = [TelemetryReceiver.otlp()], exporters = [], processors = [] } = parts;
  if (exporters.length === 0) {
    throw new Error(`no exporter is set in ${at(where)}: add one, such as TelemetryExporter.otlp({ url: 'http://tempo.monitoring:4317' })`);
  }
  someOf(where, 'receivers', receivers, 'name one, such as TelemetryReceiver.otlp(), or leave it out');
  allOf(where, 'exporters', exporters);
  allOf(where, 'processors', processors);
  checkCounterparts(where, receivers, exporters);
  return Object.values(TelemetrySignal)
    .map((signal) => TelemetryPipeline._of(signal, {
      receivers: receivers.filter(({ _signals }) => _signals.includes(signal)),
      processors,
      exporters: exporters.filter(({ _signals }) => _signals.includes(signal)),
    }))
    .filter(({ _options }) => _options.receivers.length > 0 && _options.exporters.length > 0);
}

function checkCounterparts(where: IConstruct, receivers: TelemetryReceiver[], exporters: TelemetryExporter[]): void {
  const idle = exporters.find((exporter) => !receivers.some((receiver) => haveCommon(exporter, receiver)));
  if (idle) {
    throw new Error(`exporter '${idle._spec.kind}' in ${at(where)} accepts ${idle._signals.join(', ') || 'nothing'}, which no receiver produces:`
      + ' add a receiver or leave the exporter out');
  }
  const unheard = receivers.find((receiver) => !exporters.some((exporter) => haveCommon(exporter, receiver)));
  if (unheard) {
    throw new Error(`receiver '${unheard._spec.kind}' in ${at(where)} produces ${unheard._signals.join(', ')}, which no exporter accepts:`
      + ' add an exporter or leave the receiver out');
  }
}

function haveCommon(one: TelemetryExporter, other: TelemetryReceiver): boolean {
  return one._signals.some((signal) => other._signals.includes(signal));
}

function checkPipelines(where: IConstruct, parts: Partial<TelemetryPipelineOptions>, pipelines: TelemetryPipeline[]): TelemetryPipeline[] {
  const both = Object.entries(parts).find(([, list]) => list !== undefined);
  if (both) {
    throw new Error(`${both[0]} in ${at(where)} are set together with 'pipelines': put them into the pipelines`);
  }
  for (const { _signal: signal, _options: { receivers, exporters, processors = [] } } of someOf(where, 'pipelines', pipelines, 'name one, or name exporters instead')) {
    if (!receivers?.length || !exporters?.length) {
      throw new Error(`pipeline for ${signal} in ${at(where)} has no ${receivers?.length ? 'exporter' : 'receiver'}: name one`);
    }
    allOf(where, `parts of the pipeline for ${signal}`, [...receivers, ...exporters, ...processors]);
    const stranger = [...receivers, ...exporters].find(({ _signals }) => !_signals.includes(signal));
    if (stranger) {
      throw new Error(`pipeline for ${signal} in ${at(where)} has '${stranger._spec.kind}', which only supports ${stranger._signals.join(', ') || 'nothing'}:`
        + ' put it into another pipeline');
    }
  }
  return pipelines;
}
