import { Duration } from 'cdk8s';
import { RateLimit } from './rate-limit';
import { withDefaults } from '../core/values/defaults';

export const RATE_LIMIT = { interval: Duration.seconds(1) };

export function resolveRateLimit(given: RateLimit): Required<RateLimit> {
  return withDefaults(withDefaults(given, RATE_LIMIT), { burst: given.requests });
}
