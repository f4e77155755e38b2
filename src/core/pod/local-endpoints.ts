import { Construct } from 'constructs';
import { isLoopback } from './local-ports';
import { allContainers, podOf } from './pod-editor';
import { checkLater } from '../objects/chart-checks';
import { Carried } from '../values/carried';
import { at } from '../values/errors';

/** Who has an endpoint at a local port, in all pods of an app. */
const owners = new Carried<Map<number, Construct[]>>('local endpoints');

const ownersOf = (construct: Construct) => owners.of(construct.node.root, () => new Map());

export function noteLocalEndpoint(owner: Construct, port: number): void {
  const all = ownersOf(owner);
  const there = all.get(port);
  if (there) {
    there.push(owner);
  } else {
    all.set(port, [owner]);
  }
}

/** At synthesis: fails for a local address at which the pod has nothing, and another pod has an endpoint, whose host and port were passed as text. */
export function refuseForeignEndpointLater(user: Construct, what: string, host: string, port: number): void {
  const pod = podOf(user);
  if (isLoopback(host) && !pod.hostNetwork) {
    checkLater(user, () => {
      const has = allContainers(pod).some(({ ports }) => ports.some(({ number }) => number === port));
      const other = has ? undefined : ownersOf(user).get(port)?.find((owner) => podOf(owner) !== pod);
      return other ? [
        `${what} of ${at(user)} is at ${host}:${port}, where ${at(other)} listens in another workload, and no container of ${at(pod)} has port ${port}:`
        + ' create what it needs there, or declare the port in the \'ports\' of the container that listens',
      ] : [];
    });
  }
}
