import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { at, normalizePath } from '../../private/errors';
import { ShipperContext } from '../../private/shipper-context';
import { FileOutputOptions, LogOutput, LogOutputSpec } from '../log-output';
import { Output, TIME } from './output';
import { toServer } from './server-output';
import { Section, Values } from './values';

const SMALLEST_BUFFER = Size.mebibytes(8);

/** All outputs together; each gets its share of the buffer. */
export function toOutputs(context: ShipperContext, values: Values, outputs: LogOutput[], bufferSize: Size): {
  outputs: Section[];
  mounts: kplus.VolumeMount[];
} {
  if (outputs.length === 0) {
    throw new Error(`list of outputs in ${at(context.owner)} is empty: name one, such as LogOutput.stdout(), or leave it out`);
  }
  const limit = share(context, bufferSize, outputs.length);
  const parts = outputs.map((output, index) => toOutput(context, values, output._spec, index + 1));
  return {
    outputs: parts.map(({ settings }) => ({ ...settings, 'match': '*', 'retry_limit': 'no_limits', 'storage.total_limit_size': limit })),
    mounts: distinct(parts.flatMap((part) => part.mounts ?? [])),
  };
}

/** In bytes. A buffer of a few chunks, of about 2 MB each, would throw away what has just been read. */
function share({ owner }: ShipperContext, bufferSize: Size, count: number): number {
  const kibibytes = Math.floor(bufferSize.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) / count);
  if (kibibytes < SMALLEST_BUFFER.toKibibytes()) {
    throw new Error(`buffer size in ${at(owner)} is less than 8 MiB for each of its ${count} outputs: give more`);
  }
  return kibibytes * 1024;
}

function toOutput(context: ShipperContext, values: Values, spec: LogOutputSpec, number: number): Output {
  switch (spec.kind) {
    case 'stdout':
      return { settings: { name: 'stdout', format: 'json_lines', ...TIME } };
    case 'file':
      return toFile(context, spec);
    case 'otlp':
      throw new Error(`output 'otlp' of ${at(context.owner)} is OTLP over gRPC, which this library has not set up for Fluent Bit:`
        + ' use LogOutput.otlpHttp(), or LogShipper.openTelemetryCollector()');
    default:
      return toServer(context, values, spec, number);
  }
}

/** A folder and a name; `$` would make them depend on the record. */
function toFile({ owner, files }: ShipperContext, options: FileOutputOptions): Output {
  const path = normalizePath('output file', options.path, owner);
  const [, folder, file] = /^(.*)\/(.*)$/.exec(path)!;
  const problem = problemOf(path, folder, file, files.folder);
  if (problem) {
    throw new Error(`output file '${options.path}' in ${at(owner)} ${problem}`);
  }
  return {
    settings: { name: 'file', path: folder, file, format: 'plain' },
    mounts: [{ path: folder, volume: options.volume.volume }],
  };
}

function problemOf(path: string, folder: string, file: string, logFolder: string): string | undefined {
  if (folder === '' || file === '') {
    return 'is in \'/\', where no volume can be mounted: put it into a folder';
  }
  if (`${folder}/`.startsWith(`${logFolder}/`)) {
    return `is in '${logFolder}', where the log files are: put it into another folder`;
  }
  return /^[\p{L}\p{N} _.\-/+=:@~^]+$/u.test(path)
    ? undefined
    : 'has a character that Fluent Bit may not take for itself: use letters, digits, blanks and _ . - / + = : @ ~ ^';
}

/** Two files in one folder need one mount. */
function distinct(mounts: kplus.VolumeMount[]): kplus.VolumeMount[] {
  return mounts.filter((mount, index) => mounts.findIndex((other) => other.path === mount.path && other.volume === mount.volume) === index);
}
