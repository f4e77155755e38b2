import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FileLog } from './file-log';
import { scripts } from '../../core/objects/scripts';
import type { ProgramPlan } from '../../core/pod/container-plan';
import type { WantedPort } from '../../core/pod/free-ports';
import { patientLiveness } from '../../core/pod/liveness';
import { freePortName } from '../../core/pod/pod-editor';
import { ALIVE, runScript, whileWritten } from '../../core/pod/script-container';
import { plainVariables } from '../../core/pod/variables';
import { SecurityBaseline } from '../../core/settings/security-baseline';

/**
 * The Collector opens whatever has the name of a log file. A FIFO stops its reading for good, also after it has gone, and a link to
 * `/dev/zero` does so too, while all probes of the Collector are answered. So a small container beside it looks at the same names: it is
 * not ready while there is such a thing, and afterwards lets the Collector's liveness probe fail until that was restarted.
 */
export interface Guard {
  readonly owner: Construct;
  readonly pod: kplus.AbstractPod;
  readonly files: Pick<FileLog, 'folders' | 'include' | 'exclude'>;
  readonly port: number;
  /** Where the Collector that reads has its own metrics. */
  readonly metricsPort: number;
  /** Who reads the files. */
  readonly security: SecurityBaseline;
}

/** The port of the guard, which no program is known for. */
export const GUARD_PORT: WantedPort = { preferred: 13233 };

/** The liveness of a Collector that has a guard: the guard asks the Collector, and answers for it. */
export function guardedLiveness(port: number): kplus.Probe {
  return patientLiveness('/alive', port);
}

export function toGuardPlan({ owner, pod, files, port, metricsPort, security }: Guard): ProgramPlan {
  const env = {
    GUARD_FOLDERS: files.folders.join('\n'),
    // Compressed files, which have braces, are no names of pipes that anybody needs.
    GUARD_EXCLUDE: files.exclude.filter((path) => !path.includes('{')).join('\n'),
    GUARD_METRICS_URL: `http://127.0.0.1:${metricsPort}/metrics`,
    GUARD_PORT: `${port}`,
  };
  return runScript(owner, {
    scripts: [...scripts('programs/collector', 'guard.sh', 'odd.sh'), ...ALIVE],
    args: files.include,
    env: plainVariables(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))),
    ports: [{ number: port, name: freePortName(pod, 'guard') }],
    writablePaths: ['/tmp'],
    readiness: whileWritten('/tmp/ready', 20, { periodSeconds: Duration.seconds(5), failureThreshold: 1 }),
    liveness: whileWritten('/tmp/heartbeat', 60, { periodSeconds: Duration.seconds(20) }),
    security,
  });
}
