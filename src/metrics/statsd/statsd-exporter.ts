import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { StatsdMapping, toMapping } from './statsd-mapping';
import { unmapped } from './unmapped';
import { freePorts } from '../../core/pod/free-ports';
import { podOf } from '../../core/pod/pod-editor';
import { at } from '../../core/values/errors';
import { extend } from '../../core/values/extend';
import { allOf } from '../../core/values/given';
import { MadeOnce } from '../../core/values/made-once';
import { checkDuration } from '../../core/values/quantities';
import { toYamlText } from '../../core/values/yaml';
import { EndpointVariables } from '../../primitives/endpoint';
import { appContainer } from '../../primitives/shared-folder';
import { withExtra } from '../../programs/extra-config';
import { ExtraConfigOptions } from '../../programs/extra-config-options';
import { ExporterContext, ExporterPlan, planProgram } from '../exporter-context';
import { ExporterOptions } from '../exporter-options';

/**
 * Options of the StatsD exporter.
 *
 * @see https://github.com/prometheus/statsd_exporter#metric-mapping-and-configuration
 */
export interface StatsdExporterOptions extends ExporterOptions, ExtraConfigOptions {
  /**
   * How the app's metrics are mapped. The first mapping that matches is used.
   *
   * @default - none
   */
  readonly mappings?: StatsdMapping[];

  /**
   * Whether to drop metrics without a mapping. `MetricsExporter.statsd()` says how they are served otherwise.
   *
   * @default false
   */
  readonly dropUnmapped?: boolean;

  /**
   * Time without a new value after which a series is no longer served.
   *
   * @default - series are served until the container restarts
   */
  readonly timeToLive?: Duration;

  /**
   * Whether tags become labels: `|#name:value` of DogStatsD, and those in names of InfluxDB, Librato and SignalFX. Otherwise, metrics that differ
   * only in DogStatsD tags become one, and tags in names remain part of the names.
   *
   * A tag whose name Prometheus reserves breaks all metrics until the container restarts: `le` on a timer, histogram or distribution, and any name
   * that begins with `__`. Each value of a tag adds a series. Enable it only if the app does not derive tag names from its input.
   *
   * @default false
   */
  readonly tags?: boolean;

  /**
   * Port for StatsD, UDP and TCP, on localhost.
   *
   * @default - 9125, or the next free port of the pod
   */
  readonly statsdPort?: number;

  /**
   * Names of the environment variables from which the app reads the address of the exporter.
   *
   * @default - STATSD_HOST and STATSD_PORT
   */
  readonly variables?: EndpointVariables;
}

const TAGS = ['dogstatsd', 'influxdb', 'librato', 'signalfx'];
const FOLDER = '/etc/statsd-exporter';

/** Extra configuration depends on the scope too, which says what is no secret. */
const configurations = new MadeOnce<{ [file: string]: string }>();

/**
 * @internal
 */
export function planStatsd(options: StatsdExporterOptions, context: ExporterContext): ExporterPlan {
  const { owner } = context;
  const { port, statsdPort } = freePorts(podOf(owner), {
    port: { given: options.port, preferred: 9102 },
    statsdPort: { given: options.statsdPort, preferred: 9125 },
  });
  const app = appContainer(owner, context.app, 'send metrics to');
  const spec = { program: 'statsdExporter', port, healthPath: '/-/healthy' } as const;
  const plan = planProgram(context, options, spec, () => ({
    args: [
      `--statsd.mapping-config=${FOLDER}/mapping.yaml`,
      `--statsd.listen-udp=127.0.0.1:${statsdPort}`,
      `--statsd.listen-tcp=127.0.0.1:${statsdPort}`,
      `--web.listen-address=:${port}`,
      ...options.tags ? [] : TAGS.map((form) => `--no-statsd.parse-${form}-tags`),
    ],
    ports: [{ number: statsdPort, protocol: kplus.Protocol.TCP }, { number: statsdPort, protocol: kplus.Protocol.UDP }],
    configFiles: { path: FOLDER, data: configurations.of([options, options.extraConfig && owner], () => ({ 'mapping.yaml': toYamlText(toConfig(owner, options)) })) },
    // The app may send as soon as it starts, and over UDP would not hear that nobody listens.
    startup: kplus.Probe.fromHttpGet('/-/ready', { port, periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
  }));
  return extend(plan, { app, receiver: { port: statsdPort, variables: options.variables ?? { host: 'STATSD_HOST', port: 'STATSD_PORT' } } });
}

function toConfig(where: Construct, { mappings = [], dropUnmapped, timeToLive, extraConfig }: StatsdExporterOptions): object {
  checkDuration('timeToLive', timeToLive, where);
  const mapped = allOf(where, 'mappings', mappings).map((mapping) => toMapping(where, mapping));
  checkTogether(where, mappings);
  const config = withExtra(where, {
    defaults: { observer_type: 'histogram', ...timeToLive ? { ttl: `${timeToLive.toMilliseconds()}ms` } : {} },
    mappings: mapped,
  }, extraConfig);
  // Behind those of the user, because the first one that fits counts.
  const others = dropUnmapped ? [{ match: '.', match_type: 'regex', action: 'drop', name: 'dropped' }] : unmapped(mapped);
  return { ...config, mappings: [...config.mappings, ...others] };
}

/** What leads to one metric says the same of it, and no match stands twice. */
function checkTogether(where: IConstruct, mappings: StatsdMapping[]): void {
  mappings.forEach(({ _spec: spec }, index) => {
    for (const { _spec: other } of mappings.slice(0, index)) {
      if (globOf(other.match) === globOf(spec.match) && (!other.type || other.type === spec.type)) {
        throw new Error(`match '${spec.match}' of a StatsD mapping in ${at(where)} never applies, because '${other.match}' matches the same names first: leave one of them out`);
      }
      if (spec.options && other.options?.name === spec.options.name && describe(spec) !== describe(other)) {
        throw new Error(`metric '${spec.options.name}' is defined twice in ${at(where)}, with different type, help, labels or buckets:`
          + ' use the same ones, or rename one of them');
      }
    }
  });
}

function globOf(match: string): string {
  return match.replace(/\{[^{}]*\}/g, '*');
}

function describe({ match, type, options }: StatsdMapping['_spec']): string {
  const labels = [...[...match.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name), ...Object.keys(options?.labels ?? {})];
  return JSON.stringify([type, options?.help, labels.sort(), options?.buckets]);
}
