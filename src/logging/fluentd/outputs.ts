import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { mergeMounts } from '../../core/pod/container-plan';
import { at } from '../../core/values/errors';
import { Directive } from '../../programs/fluentd/directives';
import { checkForward, shareBuffer, toOutputFile } from '../fluent';
import { FileOutputOptions, ForwardOptions, LogOutput, LogOutputSpec } from '../log-output';
import { ShipperContext } from '../shipper-context';

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
  const share = shareBuffer(context.owner, outputs, bufferSize);
  const parts = outputs.map((output, index) => toOutput(context, output._spec, toBuffer(`${state}/buffer-${index + 1}`, share)));
  return {
    match: parts.length === 1 ? toDirective('match', parts[0], tag) : {
      name: 'match',
      argument: tag,
      parameters: { '@type': 'copy' },
      sections: parts.map((part) => toDirective('store', part)),
    },
    mounts: mergeMounts(parts.flatMap(({ mount }) => mount ?? [])),
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
      return toForward(context.owner, spec, buffer);
    default:
      throw new Error(`output '${spec.kind}' of ${at(context.owner)} is not part of Fluentd's own image:`
        + ' use LogShipper.fluentBit() or LogShipper.openTelemetryCollector()');
  }
}

/** The path has no time in it, so that it stays the same file. */
function toFile(context: ShipperContext, options: FileOutputOptions, buffer: Directive): Output {
  const { path, mount } = toOutputFile(context, options);
  return {
    parameters: { '@type': 'file', path, 'append': true, 'add_path_suffix': false },
    sections: [{ name: 'format', parameters: { '@type': 'json' } }, buffer],
    mount,
  };
}

function toForward(where: IConstruct, options: ForwardOptions, buffer: Directive): Output {
  return {
    parameters: { '@type': 'forward', 'require_ack_response': true, 'ack_response_timeout': '10s' },
    sections: [{ name: 'server', parameters: checkForward(where, options) }, buffer],
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
