import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

/**
 * For programs that hold what a restart would lose, and that answer late while they have much to do: only one that has not answered within
 * ten seconds for a minute is restarted.
 */
export function patientLiveness(path: string, port: number): kplus.Probe {
  return kplus.Probe.fromHttpGet(path, {
    port, periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(10), failureThreshold: 6,
  });
}
