import { Construct } from 'constructs';
import { isLoopback, localPort, refuseLatePort } from '../core/pod/local-ports';
import { at } from '../core/values/errors';
import { Endpoint } from '../primitives/endpoint';

/** Fails for a database behind an ambassador of the same pod that does not run yet when init steps do. */
export function checkAmbassador(owner: Construct, { host, port, address }: Endpoint): void {
  const local = localPort(owner, host, port);
  refuseLatePort(`database ${address}`, owner, local?.late);
  if (local && !local.open) {
    throw new Error(`database ${address} of ${at(owner)} is in the pod itself, but no native sidecar created before it has port ${port}:`
      + ' create the ambassador first, with its port');
  }
}

/** Fails for a database that only the pod itself reaches, where the migrations run in another one. */
export function checkReachable(owner: Construct, { host, address }: Endpoint): void {
  if (isLoopback(host)) {
    throw new Error(`database ${address} of ${at(owner)} is in the pod itself, and a Job has a pod of its own: name the address that the database has`
      + ' for other pods, or use MigrationStrategy.initContainer()');
  }
}
