import { AccessLogSpec } from '../../programs/access-log';
import { CheckedLimits } from '../../programs/checked-limits';
import { ProxyContext } from '../proxy-plan';

/** What the configuration of every upstream knows. */
export interface EnvoyPlace extends ProxyContext {
  readonly limits: CheckedLimits;
  readonly accessLog: AccessLogSpec;
}

