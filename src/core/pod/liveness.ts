import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/**
 * How long a kubelet waits for an answer. The second that Kubernetes has by default is over, on a busy node, before a program that is well gets
 * to answer, or a command is started.
 */
export const PROBE_TIMEOUT = Duration.seconds(10);

/**
 * For programs that hold what a restart would lose, and that answer late while they have much to do: only one that has not answered within
 * ten seconds for a minute is restarted.
 */
export function patientLiveness(path: string, port: number): kplus.Probe {
  return kplus.Probe.fromHttpGet(path, {
    port, periodSeconds: Duration.seconds(10), timeoutSeconds: PROBE_TIMEOUT, failureThreshold: 6,
  });
}
