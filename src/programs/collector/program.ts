import { Duration, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Section, toYaml, Verbatim } from './values';
import type { ContainerPlan } from '../../core/pod/container-plan';
import type { WantedPort } from '../../core/pod/free-ports';
import { patientLiveness } from '../../core/pod/liveness';
import { freePortName, podOf } from '../../core/pod/pod-editor';
import { PROGRAMS } from '../../core/settings/known-programs';
import { SecurityBaseline } from '../../core/settings/security-baseline';
import { withExtra } from '../extra-config';

/**
 * What every OpenTelemetry Collector has, whatever it is for.
 */

/** Where it says whether it runs. */
export const HEALTH_PORT: WantedPort = { preferred: 13133 };

/** Where it has its own metrics. */
export const METRICS_PORT: WantedPort = { preferred: 8888 };

export const STATE = '/var/lib/otelcol';
const CONFIG = '/etc/otelcol';

/** A file that was damaged when the node failed is set aside: the program starts without it. */
export const STORAGE: Section = { file_storage: { directory: STATE, recreate: true } };

/** The parts that differ. */
export interface Program {
  readonly healthPort: number;
  readonly metrics: { readonly host: string; readonly port: number };
  readonly receivers: Section;
  readonly processors: Section;
  readonly exporters: Section;
  readonly extensions: Section;
  readonly pipelines: Section;
  /** What a user adds. */
  readonly extra?: object;
}

/** There is no batch processor: it would take what it could lose. */
export function toProgram({ healthPort, metrics, ...parts }: Omit<Program, 'extra'>): Section {
  const extensions: Section = { ...parts.extensions, health_check: { endpoint: `0.0.0.0:${healthPort}` } };
  return {
    extensions,
    receivers: parts.receivers,
    processors: parts.processors,
    exporters: parts.exporters,
    service: {
      extensions: Object.keys(extensions),
      pipelines: parts.pipelines,
      telemetry: {
        logs: { level: 'warn', disable_stacktrace: true },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: metrics.host, port: metrics.port } } } }] },
      },
    },
  };
}

/** The container that runs it, without its image, its environment and its volumes. */
export function toProgramPlan(
  owner: Construct, program: Program, featureGates: string[],
): Pick<ContainerPlan, 'args' | 'configFiles' | 'startup' | 'liveness' | 'security'> & { readonly ports: kplus.ContainerPort[] } {
  const pod = podOf(owner);
  return {
    args: [`--config=${CONFIG}/config.yaml`, ...featureGates],
    configFiles: { path: CONFIG, data: { 'config.yaml': toYaml(withExtra(owner, toProgram(program), program.extra, (text) => new Verbatim(text))) } },
    ports: [
      { number: program.healthPort, name: freePortName(pod, 'health') },
      { number: program.metrics.port, name: freePortName(pod, 'metrics') },
    ],
    startup: kplus.Probe.fromHttpGet('/', { port: program.healthPort, periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
    liveness: patientLiveness('/', program.healthPort),
    security: SecurityBaseline._for(owner, PROGRAMS.openTelemetryCollector.user),
  };
}

/** The Go runtime collects more garbage before the container reaches its limit. */
export function garbageLimit(resources: kplus.ContainerResources): { [name: string]: kplus.EnvValue } {
  const limit = resources.memory?.limit;
  const mebibytes = limit && Math.floor(limit.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) * 0.8);
  return mebibytes ? { GOMEMLIMIT: kplus.EnvValue.fromValue(`${mebibytes}MiB`) } : {};
}
