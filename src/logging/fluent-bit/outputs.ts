import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { mergeMounts } from '../../core/pod/container-plan';
import { at } from '../../core/values/errors';
import { Section, Values } from '../../programs/fluent-bit/values';
import { shareBuffer, toOutputFile } from '../fluent';
import { FileOutputOptions, LogOutput, LogOutputSpec } from '../log-output';
import { ShipperContext } from '../shipper-context';
import { Output, TIME } from './output';
import { toServer } from './server-output';

/** All outputs together; each gets its share of the buffer. */
export function toOutputs(context: ShipperContext, values: Values, outputs: LogOutput[], bufferSize: Size): {
  outputs: Section[];
  mounts: kplus.VolumeMount[];
} {
  const limit = shareBuffer(context.owner, outputs, bufferSize) * 1024;
  const parts = outputs.map((output, index) => toOutput(context, values, output._spec, index + 1));
  return {
    outputs: parts.map(({ settings }) => ({ ...settings, 'match': '*', 'retry_limit': 'no_limits', 'storage.total_limit_size': limit })),
    mounts: mergeMounts(parts.flatMap((part) => part.mounts ?? [])),
  };
}

function toOutput(context: ShipperContext, values: Values, spec: LogOutputSpec, number: number): Output {
  switch (spec.kind) {
    case 'stdout':
      return { settings: { name: 'stdout', format: 'json_lines', ...TIME } };
    case 'file':
      return toFile(context, spec);
    case 'otlp':
      throw new Error(`output 'otlp' of ${at(context.owner)} is OTLP over gRPC, which this library does not support for Fluent Bit:`
        + ' use LogOutput.otlpHttp(), or LogShipper.openTelemetryCollector()');
    default:
      return toServer(context, values, spec, number);
  }
}

function toFile(context: ShipperContext, options: FileOutputOptions): Output {
  const { path, mount } = toOutputFile(context, options);
  return { settings: { name: 'file', path: mount.path, file: path.slice(mount.path.length + 1), format: 'plain' }, mounts: [mount] };
}
