import { Construct } from 'constructs';
import { at } from '../core/values/errors';
import { ConnectionPooling, Endpoint } from '../primitives/endpoint';

/** Fails for an endpoint behind which the lock of a session does not hold. */
export function checkSessionLocks(owner: Construct, { address, pooling }: Endpoint): void {
  if (pooling !== ConnectionPooling.SESSION) {
    throw new Error(`database ${address} of ${at(owner)} is pooled by ${pooling}, where the lock of a session does not hold:`
      + ' pool by session, open a second local port that does, or name the database itself');
  }
}
