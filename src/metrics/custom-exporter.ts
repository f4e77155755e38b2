import { ExporterContext, ExporterPlan } from './exporter-context';
import { freePortName, podOf } from '../core/pod/pod-editor';
import { RunningProgramOptions } from '../core/pod/program-options';
import { at } from '../core/values/errors';

/**
 * Options of any other exporter.
 */
export interface CustomExporterOptions extends RunningProgramOptions {
  /**
   * Port that the program serves its metrics on. List further ports in `ports`.
   */
  readonly port: number;

  /**
   * Path of the metrics, without a query.
   *
   * @default '/metrics'
   */
  readonly path?: string;
}

/**
 * @internal
 */
export function planCustomExporter(options: CustomExporterOptions, { owner }: ExporterContext): ExporterPlan {
  const { port, path = '/metrics', ports = [], ...container } = options;
  const named = ports.find(({ number }) => number === port)?.name;
  const portName = named ?? freePortName(podOf(owner), 'metrics', ports.flatMap(({ name }) => name ?? []));
  if (!/^\/[^\s?#]*$/.test(path)) {
    throw new Error(`path '${path}' of the metrics in ${at(owner)} is not valid: start it with '/' and write it without blanks, '?' and '#'`);
  }
  return {
    container: {
      ...container,
      ports: [{ number: port, name: portName }, ...ports.filter(({ number }) => number !== port)],
    },
    scraped: { port, portName, path },
  };
}
