import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { FluentBitSpec, toConfig, toReader, toSender } from './config';
import { filesToExclude } from './files';
import { toRecords } from './filters';
import { toOutputs } from './outputs';
import { scripts } from '../../core/objects/scripts';
import { freePorts } from '../../core/pod/free-ports';
import { PROBE_TIMEOUT } from '../../core/pod/liveness';
import { freePort, freePortName } from '../../core/pod/pod-editor';
import { HANDED_OVER, otherUser } from '../../core/pod/same-user';
import { hasSecrets } from '../../core/pod/secrets';
import { ImageTable } from '../../core/settings/image-table';
import { checkPattern } from '../../core/values/patterns';
import { checkDuration, checkSize, wholeSeconds } from '../../core/values/quantities';
import { SharedVolume } from '../../primitives/shared-volume';
import { withExtra } from '../../programs/extra-config';
import { ExtraConfigOptions } from '../../programs/extra-config-options';
import { Section, toYaml, Values } from '../../programs/fluent-bit/values';
import { mountState } from '../fluent';
import { LogFilter } from '../log-filter';
import { LogOutput } from '../log-output';
import { LogParser } from '../log-parser';
import { ShipperContext } from '../shipper-context';
import type { ShipperPlan } from '../shipper-plan';

/**
 * Options of Fluent Bit.
 *
 * @see https://docs.fluentbit.io/manual/
 */
export interface FluentBitOptions extends ExtraConfigOptions {
  /**
   * Outputs that receive every record.
   *
   * @default - LogOutput.stdout()
   */
  readonly outputs?: LogOutput[];

  /**
   * How a line is parsed into fields. They replace the field `log`.
   *
   * @default - lines are not parsed: a record has the line in the field `log`
   */
  readonly parser?: LogParser;

  /**
   * Filters, applied in this order: those for lines before the parser, those for fields after it. Redaction covers the line that a regular
   * expression parses, and all fields. In a record of several lines, `^` and `$` stand for the start and end of each.
   *
   * @default - none
   */
  readonly filters?: LogFilter[];

  /**
   * Regular expression that matches the first line of each record and no other line, for records of several lines such as stack traces. A record is
   * complete when the next one begins, or after one second.
   *
   * @default - every line is a record
   * @see https://docs.fluentbit.io/manual/data-pipeline/parsers/multiline-parsing
   */
  readonly recordStart?: string;

  /**
   * Field that gets the path of the log file.
   *
   * @default - none
   */
  readonly fileField?: string;

  /**
   * Size of the buffer on disk for undelivered records, divided evenly among the outputs. When it is full, the oldest records are dropped.
   *
   * @default Size.mebibytes(128)
   * @see https://docs.fluentbit.io/manual/data-pipeline/buffering
   */
  readonly bufferSize?: Size;

  /**
   * The volume for the positions in the log files and the buffer. A volume that outlives the pod must belong to one pod only, whose log files
   * outlive it too.
   *
   * @default - an emptyDir with 64 MiB more than the buffer
   */
  readonly state?: SharedVolume;

  /**
   * How long the container keeps running after the app receives SIGTERM, to read the app's last lines. It needs Kubernetes 1.30 and is part of the
   * pod's grace period.
   *
   * @default - 2 seconds; 5 seconds for a classic sidecar
   */
  readonly stopDelay?: Duration;

  /**
   * Image with Fluent Bit 5.0 or later.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}

const CONFIG = '/fluent-bit/etc/pod';
const STATE = '/fluent-bit/state';

/**
 * @internal
 */
export function planFluentBit(options: FluentBitOptions, context: ShipperContext): ShipperPlan {
  const { owner, pod, files, stopsWithApp } = context;
  const { recordStart, fileField, filters = [], parser } = options;
  const bufferSize = checkSize('buffer size', options.bufferSize, owner) ?? Size.mebibytes(128);
  const values = new Values(owner);
  const { port, input } = freePorts(pod, { port: { preferred: 2020 }, input: { preferred: 24225 } });
  const { outputs, mounts } = toOutputs(context, values, options.outputs ?? [LogOutput.stdout()], bufferSize);
  const records = toRecords(owner, values, { filters, parser, script: `${CONFIG}/redact.lua`, multiline: recordStart !== undefined });
  const spec: FluentBitSpec = {
    path: files.paths,
    exclude: filesToExclude(files),
    fileField: fileField === undefined ? undefined : values.text('file field', fileField),
    recordStart: recordStart === undefined ? undefined : checkPattern(owner, recordStart),
    state: STATE,
    port,
    records,
    outputs,
  };
  const image = options.image ?? ImageTable._for(owner)._image('fluentBit');
  const state = mountState(context, STATE, bufferSize, options.state);
  const security = context.userOr('fluentBit');
  const stopDelay = checkDuration('stop delay', options.stopDelay, owner) ?? Duration.seconds(stopsWithApp ? 5 : 2);
  const apart = hasSecrets(values.env);
  const shipper = {
    metrics: { port, path: '/api/v2/metrics/prometheus' },
    ...toContainer(context, port, image, withExtra(owner, apart ? toSender(spec, input) : toConfig(spec), options.extraConfig), records.redacted),
    env: values.env,
    volumeMounts: [state, ...mounts],
  };
  // Files are the app's, and links are followed: credentials are in a container that reads none.
  return apart ? {
    ...shipper,
    ports: [...shipper.ports, { number: input, name: freePortName(pod, 'records') }],
    security: otherUser(owner, security, 'fluentBit'),
    stopDelay: stopsWithApp ? Duration.seconds(wholeSeconds(stopDelay) + HANDED_OVER) : undefined,
    reader: () => {
      const readerPort = freePort(pod, 2020);
      const config = toReader({ ...spec, port: readerPort }, input, bufferSize.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) * 1024);
      return { ...toContainer(context, readerPort, image, config), role: 'logShipper', resources: context.resources, volumeMounts: [state], security, stopDelay };
    },
  } : { ...shipper, security, stopDelay };
}

function toContainer({ pod }: ShipperContext, port: number, image: string, config: Section, redacted = false) {
  return {
    image,
    command: ['/fluent-bit/bin/fluent-bit'],
    args: ['-c', `${CONFIG}/fluent-bit.yaml`],
    ports: [{ number: port, name: freePortName(pod, 'metrics') }],
    configFiles: { path: CONFIG, data: { 'fluent-bit.yaml': toYaml(config) }, scripts: redacted ? scripts('logging', 'redact.lua') : [] },
    // Not the health of the outputs: to start over does not bring a server back.
    startup: kplus.Probe.fromHttpGet('/', { port, periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
    liveness: kplus.Probe.fromHttpGet('/', { port, periodSeconds: Duration.seconds(10), timeoutSeconds: PROBE_TIMEOUT }),
  };
}
