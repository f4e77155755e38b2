import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ExporterPart, toExporter } from './exporters';
import { largestReceived } from './largest-request';
import { Part } from './part';
import { LABELS_ID, prometheusLabels } from './prometheus-labels';
import { toReceiver } from './receivers';
import { toTransform } from './statements';
import type { TelemetryExporter } from './telemetry-exporter';
import { TelemetryPipeline } from './telemetry-pipeline';
import type { TelemetryReceiver } from './telemetry-receiver';
import { TelemetrySignal } from './telemetry-signal';
import { mergeMounts } from '../core/pod/container-plan';
import { at } from '../core/values/errors';
import { Resource, setResource } from '../programs/collector/resource';
import { quote, Section } from '../programs/collector/values';

/** The parts of all pipelines. */
export interface Configuration {
  readonly receivers: Section;
  readonly processors: Section;
  readonly exporters: Section;
  readonly pipelines: Section;
  readonly env: { [name: string]: kplus.EnvValue };
  readonly ports: kplus.ContainerPort[];
  readonly mounts: kplus.VolumeMount[];
  /** The parts that read log files. */
  readonly readers: Part[];
}

/** What all pipelines have. */
export interface Common {
  readonly pod: kplus.AbstractPod;
  /** Name of the container. */
  readonly name: string;
  readonly limiter: { [id: string]: Section };
  readonly delivery: Section;
  readonly resource: Resource;
}

export function toConfiguration(owner: Construct, pipelines: TelemetryPipeline[], common: Common): Configuration {
  const { pod, name, delivery } = common;
  const signals = [...new Set(pipelines.map(({ _signal }) => _signal))];
  const used = pipelines.flatMap(({ _options }) => _options.processors ?? []);
  const largestRequest = largestReceived([...new Set(used)]);
  const receivers = distinct(pipelines.flatMap(({ _options }) => _options.receivers), (receiver, all) => (
    toReceiver({ owner, pod, name, number: sameKind(receiver, all), largestRequest }, receiver._spec)
  ));
  const exporters = distinct(pipelines.flatMap(({ _options }) => _options.exporters), (exporter, all) => (
    toExporter({ owner, pod, name, number: all.indexOf(exporter) + 1 }, exporter._spec, delivery)
  ));
  checkTargets(owner, [...exporters.values()]);
  const processors = distinct(used, (processor, all) => ({
    id: `transform/${all.indexOf(processor) + 1}`, section: processor._section(owner, signals),
  }));
  const page: [string, Section][] = [...exporters.keys()].some(isPage) ? [[LABELS_ID, prometheusLabels()]] : [];
  const always: Section = { ...common.limiter, 'transform/resource': resourceProcessor(pod, common.resource, signals, [...receivers.keys()].some(isExposed)) };
  const parts: Part[] = [...receivers.values(), ...exporters.values()];
  return {
    receivers: sections(receivers),
    processors: { ...always, ...sections(processors), ...Object.fromEntries(page) },
    exporters: sections(exporters),
    pipelines: numbered(pipelines.flatMap(({ _signal, _options }) => {
      const idsOf = <T>(list: T[], ids: Map<T, Part>) => list.map((one) => ids.get(one)!.id);
      const steps = [...Object.keys(always), ...idsOf(_options.processors ?? [], processors)];
      const way = (chosen: TelemetryExporter[], last: string[]): [TelemetrySignal, Section][] => chosen.length === 0 ? [] : [[_signal, {
        receivers: idsOf(_options.receivers, receivers), processors: [...steps, ...last], exporters: idsOf(chosen, exporters),
      }]];
      // What is changed for the page of Prometheus is for no other exporter.
      return [...way(_options.exporters.filter((exporter) => !isPage(exporter)), []), ...way(_options.exporters.filter(isPage), [LABELS_ID])];
    })),
    env: Object.assign({}, ...parts.map(({ env }) => env)),
    ports: parts.flatMap(({ ports = [] }) => ports),
    mounts: mergeMounts(parts.flatMap(({ mounts = [] }) => mounts)),
    readers: parts.filter(({ files }) => files),
  };
}

function isPage({ _spec }: TelemetryExporter): boolean {
  return _spec.kind === 'prometheus';
}

/** Names of pipelines: the kind of telemetry, with a number from the second on. */
function numbered(pipelines: [TelemetrySignal, Section][]): Section {
  return Object.fromEntries(pipelines.map(([signal, pipeline], index) => {
    const before = pipelines.slice(0, index).filter(([other]) => other === signal).length;
    return [before === 0 ? signal : `${signal}/${before + 1}`, pipeline];
  }));
}

/** Makes each part once, however many pipelines have it. */
function distinct<T, P>(list: T[], make: (one: T, all: T[]) => P): Map<T, P> {
  const all = [...new Set(list)];
  return new Map(all.map((one) => [one, make(one, all)]));
}

function sameKind<T extends { readonly _spec: { readonly kind: string } }>(one: T, all: T[]): number {
  return all.slice(0, all.indexOf(one) + 1).filter(({ _spec }) => _spec.kind === one._spec.kind).length;
}

function sections(parts: Map<unknown, Part>): Section {
  return Object.fromEntries([...parts.values()].map(({ id, section }) => [id, section]));
}

function checkTargets(where: Construct, exporters: ExporterPart[]): void {
  const targets = exporters.map(({ target }) => target);
  const twice = targets.find((target, index) => targets.indexOf(target) < index);
  if (twice) {
    throw new Error(`exporter ${twice} is listed twice in ${at(where)}: put one object into several pipelines, or leave one out`);
  }
}

function isExposed({ _spec }: TelemetryReceiver): boolean {
  return 'exposed' in _spec && _spec.exposed === true;
}

/** Where the telemetry comes from; the name of the service is the client's, where it has one. What other pods send may bring along its own pod. */
function resourceProcessor(pod: kplus.AbstractPod, resource: Resource, signals: TelemetrySignal[], keepsPod: boolean): Section {
  const service = 'resource.attributes["service.name"]';
  const end = keepsPod ? ') where resource.attributes["k8s.pod.name"] == nil' : ')';
  return toTransform(signals, () => [[...setResource(resource, end), `set(${service}, ${quote(pod.name)}) where ${service} == nil`]]);
}
