import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import type { FileOutputOptions, ForwardOptions, LogOutput } from './log-output';
import { ShipperContext } from './shipper-context';
import { at, checkPortNumber, normalizePath } from '../core/values/errors';
import type { SharedVolume } from '../primitives/shared-volume';

/**
 * What Fluent Bit and Fluentd have in common.
 */

const SMALLEST_BUFFER = Size.mebibytes(8);
const OTHER_STATE = Size.mebibytes(64);

/** Kibibytes of the buffer for each output. A buffer of a few chunks could not take what has just been read. */
export function shareBuffer(where: IConstruct, outputs: LogOutput[], bufferSize: Size): number {
  if (outputs.length === 0) {
    throw new Error(`list of outputs in ${at(where)} is empty: list one, such as LogOutput.stdout(), or leave it out`);
  }
  const kibibytes = Math.floor(bufferSize.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) / outputs.length);
  if (kibibytes < SMALLEST_BUFFER.toKibibytes()) {
    throw new Error(`buffer size in ${at(where)} is less than 8 MiB for each of its ${outputs.length} outputs: use a larger size`);
  }
  return kibibytes;
}

/** Positions and buffer: on the volume that is given, or on one of the container's own. */
export function mountState({ owner, name }: ShipperContext, path: string, bufferSize: Size, state?: SharedVolume): kplus.VolumeMount {
  const sizeLimit = Size.kibibytes(Math.ceil(bufferSize.toKibibytes({ rounding: SizeRoundingBehavior.NONE })) + OTHER_STATE.toKibibytes());
  return { path, volume: state?.volume ?? kplus.Volume.fromEmptyDir(owner, 'StateVolume', `${name}-state`, { sizeLimit }) };
}

/** The path of a file that is written, and the mount of its folder. */
export function toOutputFile({ owner, files }: ShipperContext, options: FileOutputOptions): { path: string; mount: kplus.VolumeMount } {
  const path = normalizePath('output file', options.path, owner);
  const folder = path.replace(/\/[^/]*$/, '');
  const problem = problemOf(path, folder, files.folderOf(folder));
  if (problem) {
    throw new Error(`output file '${options.path}' in ${at(owner)} ${problem}`);
  }
  return { path, mount: { path: folder, volume: options.volume.volume } };
}

function problemOf(path: string, folder: string, logFolder?: string): string | undefined {
  if (folder === '') {
    return 'is in \'/\', where no volume can be mounted: put it into a folder';
  }
  if (logFolder !== undefined) {
    return `is in '${logFolder}', where the log files are: put it into another folder`;
  }
  return /^[\p{L}\p{N} _.\-/+=:@~^]+$/u.test(path)
    ? undefined
    : 'has a character with a special meaning: use letters, digits, blanks and _ . - / + = : @ ~ ^';
}

export function checkForward(where: IConstruct, { host, port = 24224 }: ForwardOptions): { host: string; port: number } {
  if (!/^[A-Za-z0-9.:-]+$/.test(host)) {
    throw new Error(`host '${host}' of output 'forward' in ${at(where)} is not a host name or address: write it like fluentd.monitoring`);
  }
  return { host, port: checkPortNumber(port, 'of output \'forward\'', where) };
}

/** Fails where a filter does nothing, or would do it to a field without a name. */
export function checkFields(where: IConstruct, kind: string, names: string[]): string[] {
  if (names.length === 0 || names.includes('')) {
    throw new Error(`filter '${kind}' in ${at(where)} has ${names.length === 0 ? 'no field' : 'a field without a name'}:`
      + ' name one or leave the filter out');
  }
  return names;
}
