import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SYNCHRONOUS_LINES } from './file-log';
import { garbageLimit, STATE, STORAGE, toProgramPlan } from './program';
import { SYNCHRONOUS } from './server';
import { Section } from './values';
import type { ContainerPlan } from '../../core/pod/container-plan';
import type { WantedPort } from '../../core/pod/free-ports';
import { SecurityBaseline } from '../../core/settings/security-baseline';

/**
 * Log files are the app's, and the Collector follows links: one of these names can lead to whatever its process may read. So
 * credentials are in a container that reads no files, and a second one reads the files and hands them over.
 */
export interface FileReader {
  readonly owner: Construct;
  readonly image: string;
  readonly receiver: Section;
  /** Where the first container takes the records. */
  readonly port: number;
  readonly healthPort: number;
  /** Where it has its own metrics. */
  readonly metricsPort: number;
  readonly liveness: kplus.Probe;
  readonly security: SecurityBaseline;
  /** The volume for the positions. */
  readonly state: kplus.Volume;
  readonly resources: kplus.ContainerResources;
  readonly stopDelay?: Duration;
}

/** Takes records from the container that reads. */
export function fromReader(port: number): Section {
  return { protocols: { grpc: { endpoint: `127.0.0.1:${port}` } } };
}

/** A port for the two, which no program is known for. */
export const READER_PORT: WantedPort = { preferred: 14317 };

/** The container that reads: what it has read counts as such only when the first one has passed it on. */
export function toReaderPlan({ owner, image, receiver, port, healthPort, metricsPort, liveness, security, state, resources, stopDelay }: FileReader): Omit<ContainerPlan, 'name'> {
  const exporter = { endpoint: `127.0.0.1:${port}`, tls: { insecure: true }, timeout: '0s', ...SYNCHRONOUS };
  const program = {
    healthPort,
    metrics: { host: '0.0.0.0', port: metricsPort },
    receivers: { file_log: receiver },
    processors: {},
    exporters: { otlp_grpc: exporter },
    extensions: STORAGE,
    pipelines: { logs: { receivers: ['file_log'], exporters: ['otlp_grpc'] } },
  };
  return {
    ...toProgramPlan(owner, program, [SYNCHRONOUS_LINES]),
    liveness,
    image,
    env: garbageLimit(resources),
    volumeMounts: [{ path: STATE, volume: state }],
    security,
    role: 'agent',
    resources,
    stopDelay,
  };
}
