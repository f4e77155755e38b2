import { Construct } from 'constructs';
import { at } from '../core/values/errors';
import { ConnectionPooling, Endpoint } from '../primitives/endpoint';

/** Fails for an endpoint behind which the lock of a session is not kept. */
export function checkSessionLocks(owner: Construct, { address, pooling }: Endpoint): void {
  if (pooling !== ConnectionPooling.SESSION) {
    throw new Error(`database ${address} of ${at(owner)} is pooled by ${pooling}, which does not keep the lock of a session:`
      + ' use session pooling, open a second local port that does, or name the database itself');
  }
}
