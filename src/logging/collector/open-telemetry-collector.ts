import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { toOutputs } from './outputs';
import { toProcessors } from './records';
import { freePorts } from '../../core/pod/free-ports';
import { freePortName } from '../../core/pod/pod-editor';
import { HANDED_OVER, otherUser } from '../../core/pod/same-user';
import { hasSecrets } from '../../core/pod/secrets';
import { ImageTable } from '../../core/settings/image-table';
import { at } from '../../core/values/errors';
import { checkPattern } from '../../core/values/patterns';
import { checkDuration, milliseconds, wholeSeconds } from '../../core/values/quantities';
import { SharedVolume } from '../../primitives/shared-volume';
import { DEFAULT_FINGERPRINT, DEFAULT_INTERVAL, SYNCHRONOUS_LINES, toFileLog } from '../../programs/collector/file-log';
import { GUARD_PORT, guardedLiveness, toGuardPlan } from '../../programs/collector/guard';
import { garbageLimit, HEALTH_PORT, METRICS_PORT, STATE, STORAGE, toProgramPlan } from '../../programs/collector/program';
import { fromReader, READER_PORT, toReaderPlan } from '../../programs/collector/reader';
import { podAttributes } from '../../programs/collector/resource';
import { filesToRead } from '../../programs/collector/rotated-files';
import { Section } from '../../programs/collector/values';
import { ExtraConfigOptions } from '../../programs/extra-config-options';
import { LogFilter } from '../log-filter';
import { LogOutput } from '../log-output';
import { LogParser } from '../log-parser';
import { ShipperContext } from '../shipper-context';
import type { ShipperPlan } from '../shipper-plan';

/**
 * Options of the OpenTelemetry Collector as a log shipper.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver
 */
export interface OpenTelemetryCollectorOptions extends ExtraConfigOptions {
  /**
   * Outputs that receive every record. While one output is unavailable, the others wait for it. A file contains OTLP as JSON, one batch per
   * line; on an emptyDir it is rotated so that three files fit into the limit of the volume.
   *
   * @default - LogOutput.stdout()
   */
  readonly outputs?: LogOutput[];

  /**
   * How a line is parsed into fields. Fields become attributes, and the body remains the line. JSON numbers become floating-point numbers.
   *
   * @default - lines are not parsed
   */
  readonly parser?: LogParser;

  /**
   * Filters, applied in this order: those for lines before the parser, those for fields after it. If fields are removed, the body of a parsed record
   * consists of the remaining fields.
   *
   * @default - none
   */
  readonly filters?: LogFilter[];

  /**
   * Regular expression that matches the first line of each record and no other line, for records of several lines such as stack traces. A record is
   * complete when the next one begins, or when the file has not grown for one second.
   *
   * @default - every line is a record
   */
  readonly recordStart?: string;

  /**
   * Names of rotated log files, in the form of `logFiles`. Compressed files are never read.
   *
   * @default - the log files with `.*` and `-*` appended, such as `app.log.1` and `app.log-20260131`
   */
  readonly rotatedFiles?: string[];

  /**
   * The attribute service.name of the records.
   *
   * @default - the name of the workload
   */
  readonly serviceName?: string;

  /**
   * Time between two checks of the files, in whole milliseconds.
   *
   * @default Duration.millis(200)
   */
  readonly interval?: Duration;

  /**
   * Number of bytes at the start of a file that distinguish it from other files. Increase it if files start with the same long text.
   *
   * @default Size.kibibytes(1)
   */
  readonly fingerprintSize?: Size;

  /**
   * The volume for the positions in the log files. A volume that outlives the pod must belong to one pod only, whose log files outlive it too.
   *
   * @default - an emptyDir of at most 50 MiB
   */
  readonly state?: SharedVolume;

  /**
   * How long the container keeps running after the app receives SIGTERM. What the app writes in this time is delivered: increase it if the app takes
   * longer to stop, or its last lines may be lost. Each pod takes at least this long to stop, and it is part of the grace period. It needs
   * Kubernetes 1.30.
   *
   * @default Duration.seconds(5)
   */
  readonly stopDelay?: Duration;

  /**
   * Image with a build of the contrib components, 0.149 or later.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}

/** The exporter that writes to stdout. */
const STDOUT = 'debug';

const STATE_LIMIT = Size.mebibytes(50);

/**
 * @internal
 */
export function planOpenTelemetryCollector(options: OpenTelemetryCollectorOptions, context: ShipperContext): ShipperPlan {
  const { owner, pod } = context;
  const outputs = toOutputs(context, options.outputs ?? [LogOutput.stdout()]);
  const podOfRecords = podAttributes('k8s.namespace.name', 'k8s.pod.name');
  const resource = {
    'service.name': options.serviceName ?? pod.name,
    ...podOfRecords.resource,
    ...outputs.attributes,
  };
  const files = filesToRead(owner, context.files, options.rotatedFiles);
  const receiver = toFileLog({
    ...files,
    interval: checkInterval(context, options.interval),
    fingerprintSize: checkFingerprint(context, options.fingerprintSize),
    recordStart: options.recordStart === undefined ? undefined : checkPattern(owner, options.recordStart),
  });
  const processors = toProcessors(owner, resource, options.filters ?? [], options.parser);
  const { exporters, extensions } = outputs;
  const image = options.image ?? ImageTable._for(owner)._image('openTelemetryCollector');
  const state = options.state?.volume ?? stateVolume(context);
  const stopDelay = checkDuration('stop delay', options.stopDelay, owner) ?? Duration.seconds(5);
  const security = context.userOr('openTelemetryCollector');
  const apart = hasSecrets(outputs.env);
  // A second Collector reads for the first where credentials are kept apart.
  const { healthPort, metricsPort, watched, port, readerHealth, ...ports } = freePorts(pod, {
    healthPort: HEALTH_PORT,
    metricsPort: METRICS_PORT,
    watched: GUARD_PORT,
    port: READER_PORT,
    readerHealth: HEALTH_PORT,
    readerMetrics: METRICS_PORT,
  });
  const readerMetrics = apart ? ports.readerMetrics : metricsPort;
  const pipelines = toPipelines(apart ? 'otlp' : 'file_log', Object.keys(processors), Object.keys(exporters), apart);
  const readers = Object.values(pipelines).flatMap(({ receivers }) => receivers);
  const input: Section = Object.fromEntries(readers.map((id) => [id, apart ? fromReader(port) : receiver]));
  const liveness = guardedLiveness(watched);
  const guard = () => toGuardPlan({ owner, pod, files, port: watched, metricsPort: readerMetrics, security });
  const program = {
    extra: options.extraConfig,
    healthPort,
    metrics: { host: '0.0.0.0', port: metricsPort },
    receivers: input,
    processors,
    exporters,
    extensions: { ...apart ? {} : STORAGE, ...extensions },
    pipelines,
  };
  const plan = toProgramPlan(owner, program, apart ? [] : [SYNCHRONOUS_LINES]);
  const shipper = {
    metrics: { port: metricsPort, path: '/metrics' },
    ...plan,
    image,
    guard,
    env: {
      ...podOfRecords.env,
      ...garbageLimit(context.resources),
      ...outputs.env,
    },
  };
  return apart ? {
    ...shipper,
    ports: [...plan.ports, { number: port, name: freePortName(pod, 'records') }],
    security: otherUser(owner, security, 'openTelemetryCollector'),
    volumeMounts: outputs.mounts,
    stopDelay: context.stopsWithApp ? Duration.seconds(wholeSeconds(stopDelay) + HANDED_OVER) : undefined,
    reader: () => toReaderPlan({
      owner,
      image,
      receiver,
      port,
      healthPort: readerHealth,
      metricsPort: readerMetrics,
      liveness,
      security,
      state,
      resources: context.resources,
      stopDelay,
    }),
  } : { ...shipper, liveness, security, volumeMounts: [{ path: STATE, volume: state }, ...outputs.mounts], stopDelay };
}

type Pipeline = {
  readonly receivers: string[];
  readonly processors: string[];
  readonly exporters: string[];
};

/** Who reads waits until a server has what was read. So that stdout does not wait too, it has a reader of its own, with positions of its own. */
function toPipelines(receiver: string, processors: string[], exporters: string[], apart: boolean): { readonly [id: string]: Pipeline } {
  const others = exporters.filter((id) => id !== STDOUT);
  return apart || others.length === 0 || others.length === exporters.length
    ? { logs: { receivers: [receiver], processors, exporters } }
    : {
      'logs': { receivers: [receiver], processors, exporters: others },
      'logs/stdout': { receivers: [`${receiver}/stdout`], processors, exporters: [STDOUT] },
    };
}

function checkInterval({ owner }: ShipperContext, interval = DEFAULT_INTERVAL): Duration {
  checkDuration('interval', interval, owner);
  if (!Number.isInteger(milliseconds(interval))) {
    throw new Error(`interval in ${at(owner)} is not a whole number of milliseconds: give one millisecond or more`);
  }
  return interval;
}

function checkFingerprint({ owner }: ShipperContext, size = DEFAULT_FINGERPRINT): Size {
  if (size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) < 1) {
    throw new Error(`fingerprint size in ${at(owner)} is below 1 KiB, which cannot distinguish files well: use a larger size, or leave it out`);
  }
  return size;
}

function stateVolume({ owner, name }: ShipperContext): kplus.Volume {
  return kplus.Volume.fromEmptyDir(owner, 'StateVolume', `${name}-state`, { sizeLimit: STATE_LIMIT });
}
