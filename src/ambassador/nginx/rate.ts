import { Construct } from 'constructs';
import { at } from '../../core/values/errors';
import { rateOf } from '../../programs/nginx/rate';
import { LocalUpstream } from '../local-upstream';

/** Fails for a rate that nginx cannot write. */
export function checkRate(where: Construct, { name, policies: { rateLimit } }: LocalUpstream): void {
  if (rateLimit && !rateOf(rateLimit)) {
    throw new Error(`rateLimit of upstream '${name}' of ${at(where)} cannot be done by AmbassadorProgram.nginx(), which counts whole requests in a second or a minute:`
      + ' use AmbassadorProgram.envoy() or AmbassadorProgram.haproxy()');
  }
}
