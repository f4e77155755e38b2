import { Duration, Size } from 'cdk8s';
import { toFilters } from './filters';
import { toMatch } from './outputs';
import { scripts } from '../../core/objects/scripts';
import { ImageTable } from '../../core/settings/image-table';
import { at } from '../../core/values/errors';
import { checkDuration, checkSize } from '../../core/values/quantities';
import { SharedVolume } from '../../primitives/shared-volume';
import { checkLines } from '../../programs/extra-config';
import { ExtraLinesOptions } from '../../programs/extra-config-options';
import { Directive, toText } from '../../programs/fluentd/directives';
import { mountState } from '../fluent';
import { LogFilter } from '../log-filter';
import { LogOutput } from '../log-output';
import { LogParser } from '../log-parser';
import { ShipperContext } from '../shipper-context';
import type { ShipperPlan } from '../shipper-plan';

/**
 * Options of Fluentd.
 *
 * @see https://docs.fluentd.org/
 */
export interface FluentdOptions extends ExtraLinesOptions {
  /**
   * Outputs that receive every record. Fluentd supports stdout, files and the forward protocol.
   *
   * @default - LogOutput.stdout()
   */
  readonly outputs?: LogOutput[];

  /**
   * How a line is parsed into fields. They replace the field `message`. A parser with a time field is refused.
   *
   * @default - lines are not parsed: a record has the line in the field `message`
   */
  readonly parser?: LogParser;

  /**
   * Filters, applied in this order: those for lines before the parser, those for fields after it. Redaction covers the line that a regular
   * expression parses, and all fields.
   *
   * @default - none
   */
  readonly filters?: LogFilter[];

  /**
   * Tag of the records.
   *
   * @default 'app.logs'
   * @see https://docs.fluentd.org/configuration/routing-examples
   */
  readonly tag?: string;

  /**
   * Size of the buffer on disk for undelivered records, divided evenly among the outputs. When it is full, reading pauses.
   *
   * @default Size.mebibytes(128)
   * @see https://docs.fluentd.org/configuration/buffer-section
   */
  readonly bufferSize?: Size;

  /**
   * The volume for the positions in the log files and the buffers. A volume that outlives the pod must belong to one pod only, whose log files
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
   * Image with Fluentd 1.16 or later.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}

const CONFIG = '/fluentd/etc';
const STATE = '/fluentd/state';

/**
 * @internal
 */
export function planFluentd(options: FluentdOptions, context: ShipperContext): ShipperPlan {
  const { owner, stopsWithApp } = context;
  const { tag = 'app.logs', filters = [], outputs = [LogOutput.stdout()] } = options;
  const bufferSize = checkSize('buffer size', options.bufferSize, owner) ?? Size.mebibytes(128);
  const { match, mounts } = toMatch(context, checkTag(context, tag), outputs, STATE, bufferSize);
  const config = toText([
    toSource(context, tag),
    ...toFilters(owner, tag, filters, options.parser),
    ...Object.entries(checkLines(owner, options.extraConfig)).map(([name, lines]): Directive => ({ name, lines })),
    match,
  ]);
  const redacted = filters.some((filter) => filter._spec.kind === 'redact');
  return {
    metrics: { none: 'those of Fluentd need a plugin that its image lacks: use LogShipper.openTelemetryCollector() or LogShipper.fluentBit()' },
    image: options.image ?? ImageTable._for(owner)._image('fluentd'),
    args: ['fluentd', '-c', `${CONFIG}/fluent.conf`, '-p', CONFIG],
    volumeMounts: [mountState(context, STATE, bufferSize, options.state), ...mounts],
    writablePaths: ['/tmp'],
    configFiles: { path: CONFIG, data: { 'fluent.conf': config }, scripts: redacted ? scripts('logging', 'filter_redact_secrets.rb') : [] },
    security: context.userOr('fluentd'),
    stopDelay: checkDuration('stop delay', options.stopDelay, owner) ?? Duration.seconds(stopsWithApp ? 5 : 2),
  };
}

/** `*` stands for all tags, and Fluentd's own messages have tags that start with `fluent`. */
function checkTag({ owner }: ShipperContext, tag: string): string {
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(tag) || /^fluent(\.|$)/.test(tag)) {
    throw new Error(`tag '${tag}' in ${at(owner)} starts with 'fluent' or is not made of letters, digits, '_' and '-', separated by '.':`
      + ' write it like app.logs');
  }
  return tag;
}

/** With follow_inodes, a renamed file keeps its position, also where a path matches the new name. */
function toSource({ owner, files }: ShipperContext, tag: string): Directive {
  const path = files.paths.find((one) => !one.includes('*') && /[?[]/.test(one));
  if (path) {
    throw new Error(`log file '${path}' in ${at(owner)} has ? or [ but no *, which Fluentd reads as part of the name: use * instead`);
  }
  const exclude = [...files.exclude, ...files.paths.flatMap(compressed)];
  return {
    name: 'source',
    parameters: {
      '@type': 'tail',
      'path': files.paths.join(','),
      'exclude_path': exclude.length > 0 ? exclude : undefined,
      'pos_file': `${STATE}/tail.pos`,
      tag,
      'read_from_head': true,
      'refresh_interval': '1s',
      'follow_inodes': true,
      'encoding': 'UTF-8',
    },
    sections: [{ name: 'parse', parameters: { '@type': 'none' } }],
  };
}

/** Compressed files that a path with a wildcard at its end takes in. */
function compressed(path: string): string[] {
  return path.endsWith('*') ? ['.gz', '.bz2', '.xz', '.zst'].map((suffix) => path + suffix) : [];
}
