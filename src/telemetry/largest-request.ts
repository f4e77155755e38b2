import { TelemetryProcessor } from './telemetry-processor';
import { LARGEST_REQUEST } from '../programs/collector/server';

/** Attributes of the pod: four names of Kubernetes, of up to 253 characters, and the name of the service. */
const POD_ATTRIBUTES = 4096;

/**
 * What a receiver takes: with all that is added on the way, a request of one item still fits into one that is sent. A larger one would be
 * acknowledged and dropped.
 */
export function largestReceived(processors: TelemetryProcessor[]): number {
  return LARGEST_REQUEST - POD_ATTRIBUTES - processors.reduce((sum, { _added }) => sum + _added, 0);
}
