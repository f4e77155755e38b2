import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { ExporterOptions } from './exporter-options';
import { ProgramPlan } from '../core/pod/container-plan';
import { patientLiveness } from '../core/pod/liveness';
import { freePort, freePortName, podOf } from '../core/pod/pod-editor';
import { programImage } from '../core/pod/program-image';
import { ProgramName } from '../core/settings/known-programs';
import type { EndpointVariables } from '../primitives/endpoint';
import type { ScrapedPort } from '../primitives/scraped-port';

/** What an exporter knows of the place that it is put into. */
export interface ExporterContext {
  readonly owner: Construct;
  /** Of the container. */
  readonly name: string;
  /** Requests and limits of the container. */
  readonly resources: kplus.ContainerResources;
  /** The container that is named as the app's. */
  readonly app?: kplus.Container;
}

/** What an exporter decides of its container, and the port that Prometheus scrapes. */
export interface ExporterPlan {
  readonly container: ProgramPlan;
  readonly scraped: ScrapedPort;
  /** The app's container, where the exporter has to do with it. */
  readonly app?: kplus.Container;
  /** Where the app sends its metrics, and the variables that tell it so. */
  readonly receiver?: { readonly port: number; readonly variables: EndpointVariables };
}

/** A program of the image table that serves on one port. */
export interface ProgramSpec {
  readonly program: ProgramName;
  readonly port: number;
  /** A path that answers whether or not the program reaches what it measures. */
  readonly healthPath: string;
}

/** What exporters have in common: `toContainer` is given the port that is listened on. */
export function planProgram(
  { owner }: ExporterContext,
  options: ExporterOptions,
  spec: ProgramSpec,
  toContainer: (port: number) => Partial<ProgramPlan>,
): ExporterPlan {
  const pod = podOf(owner);
  const port = options.port ?? freePort(pod, spec.port);
  const portName = freePortName(pod, 'metrics');
  const { ports = [], ...container } = toContainer(port);
  return {
    container: {
      liveness: patientLiveness(spec.healthPath, port),
      ports: [{ number: port, name: portName }, ...ports],
      ...programImage(owner, spec.program, options.image),
      ...container,
    },
    scraped: { port, portName, path: '/metrics' },
  };
}
