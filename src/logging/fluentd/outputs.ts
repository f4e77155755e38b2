import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { at, normalizePath } from '../../private/errors';
import { ShipperContext } from '../../private/shipper-context';
import { FileOutputOptions, ForwardOptions, LogOutput, LogOutputSpec } from '../log-output';
import { Directive } from './directives';

interface Output {
  readonly parameters: Directive['parameters'];
  readonly sections?: Directive[];
  readonly mount?: kplus.VolumeMount;
}

/** All outputs together; those that can fail share the buffer. */
export function toMatch(context: ShipperContext, tag: string, outputs: LogOutput[], state: string, bufferSize: Size): {
  match: Directive;
  mounts: kplus.VolumeMount[];
} {
  if (outputs.length === 0) {
    throw new Error(`list of outputs in ${at(context.owner)} is empty: name one, such as LogOutput.stdout(), or leave it out`);
  }
  const limit = Math.floor(bufferSize.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) / outputs.length);
  const parts = outputs.map((output, index) => toOutput(context, output._spec, toBuffer(`${state}/buffer-${index + 1}`, limit)));
  const mounts = parts.flatMap(({ mount }) => mount ?? []);
  return {
    match: parts.length === 1 ? toDirective('match', parts[0], tag) : {
      name: 'match',
      argument: tag,
      parameters: { '@type': 'copy' },
      sections: parts.map((part) => toDirective('store', part)),
    },
    mounts: mounts.filter((mount, index) => mounts.findIndex((other) => other.path === mount.path && other.volume === mount.volume) === index),
  };
}

function toDirective(name: string, { parameters, sections }: Output, argument?: string): Directive {
  return { name, argument, parameters, sections };
}

function toOutput(context: ShipperContext, spec: LogOutputSpec, buffer: Directive): Output {
  switch (spec.kind) {
    case 'stdout':
      return { parameters: { '@type': 'stdout' } };
    case 'file':
      return toFile(context, spec, buffer);
    case 'forward':
      return toForward(context, spec, buffer);
    default:
      throw new Error(`output '${spec.kind}' of ${at(context.owner)} is not part of Fluentd's own image:`
        + ' use LogShipper.fluentBit() or LogShipper.openTelemetryCollector()');
  }
}

/** The path has no time in it, so that it stays the same file. */
function toFile({ owner, files }: ShipperContext, options: FileOutputOptions, buffer: Directive): Output {
  const path = normalizePath('output file', options.path, owner);
  const folder = path.replace(/\/[^/]*$/, '');
  const problem = problemOf(path, folder, files.folder);
  if (problem) {
    throw new Error(`output file '${options.path}' in ${at(owner)} ${problem}`);
  }
  return {
    parameters: { '@type': 'file', path, 'append': true, 'add_path_suffix': false },
    sections: [{ name: 'format', parameters: { '@type': 'json' } }, buffer],
    mount: { path: folder, volume: options.volume.volume },
  };
}

function problemOf(path: string, folder: string, logFolder: string): string | undefined {
  if (folder === '') {
    return 'is in \'/\', where no volume can be mounted: put it into a folder';
  }
  if (`${folder}/`.startsWith(`${logFolder}/`)) {
    return `is in '${logFolder}', where the log files are: put it into another folder`;
  }
  return /^[\p{L}\p{N} _.\-/+=:@~^]+$/u.test(path)
    ? undefined
    : 'has a character that Fluentd may not take for itself: use letters, digits, blanks and _ . - / + = : @ ~ ^';
}

function toForward({ owner }: ShipperContext, { host, port = 24224 }: ForwardOptions, buffer: Directive): Output {
  if (!/^[A-Za-z0-9.:-]+$/.test(host)) {
    throw new Error(`host '${host}' of output 'forward' in ${at(owner)} is no host name or address: write it like fluentd.monitoring`);
  }
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`port ${port} of output 'forward' in ${at(owner)} is no port: use a whole number from 1 to 65535`);
  }
  return {
    parameters: { '@type': 'forward', 'require_ack_response': true, 'ack_response_timeout': '10s' },
    sections: [{ name: 'server', parameters: { host, port } }, buffer],
  };
}

/** When it is full, the log files are the buffer: reading waits. */
function toBuffer(path: string, kibibytes: number): Directive {
  return {
    name: 'buffer',
    argument: '[]',
    parameters: {
      '@type': 'file',
      path,
      'total_limit_size': `${kibibytes}k`,
      'flush_mode': 'interval',
      'flush_interval': '1s',
      'flush_at_shutdown': true,
      'retry_forever': true,
      'retry_max_interval': '30s',
      'overflow_action': 'block',
    },
  };
}
