import { Construct } from 'constructs';
import { at } from '../../core/values/errors';
import { LogOutput, LogOutputSpec } from '../log-output';
import { ShipperContext } from '../shipper-context';
import { toFile } from './file-output';
import { Output } from './output';
import { toServerOutput } from './server-output';
import { mergeMounts } from '../../core/pod/container-plan';

/** All outputs together. */
export function toOutputs(context: ShipperContext, outputs: LogOutput[]): Required<Omit<Output, 'target'>> {
  if (outputs.length === 0) {
    throw new Error(`list of outputs in ${at(context.owner)} is empty: list one, such as LogOutput.stdout()`);
  }
  const parts = outputs.map((output, index) => toOutput(context, output._spec, index + 1));
  const targets = parts.map((part) => part.target);
  const twice = targets.find((target, index) => targets.indexOf(target) < index);
  if (twice) {
    throw new Error(`output ${twice} is listed twice in ${at(context.owner)}: leave one of them out`);
  }
  return {
    exporters: Object.assign({}, ...parts.map((part) => part.exporters)),
    extensions: Object.assign({}, ...parts.map((part) => part.extensions)),
    env: Object.assign({}, ...parts.map((part) => part.env)),
    mounts: mergeMounts(parts.flatMap((part) => part.mounts ?? [])),
    attributes: mergeAttributes(context.owner, parts),
  };
}

function toOutput(context: ShipperContext, spec: LogOutputSpec, number: number): Output {
  switch (spec.kind) {
    case 'stdout':
      return { target: 'stdout', exporters: { debug: { verbosity: 'normal', use_internal_logger: false } } };
    case 'file':
      return toFile(context, spec, number);
    case 'loki':
    case 'otlp':
    case 'otlpHttp':
      return toServerOutput(context, spec, number);
    default:
      throw new Error(`output '${spec.kind}' in ${at(context.owner)} is not supported by the OpenTelemetry Collector:`
        + ' use LogShipper.fluentBit(), or LogOutput.otlpHttp()');
  }
}

/** All outputs get the same records. */
function mergeAttributes(where: Construct, parts: Output[]): { [name: string]: string } {
  const merged = new Map<string, string>();
  for (const [name, value] of parts.flatMap((part) => Object.entries(part.attributes ?? {}))) {
    if (name === '' || (merged.get(name) ?? value) !== value) {
      throw new Error(`label '${name}' in ${at(where)} has no name, or is '${merged.get(name)}' for one output and '${value}' for another:`
        + ' use one value, because all outputs share the labels of a record');
    }
    merged.set(name, value);
  }
  return Object.fromEntries(merged);
}
