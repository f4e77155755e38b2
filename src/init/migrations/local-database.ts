import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Endpoint } from '../../pod/endpoint';
import { at } from '../../private/errors';
import { podOf } from '../../private/pod-editor';

const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Fails for a database behind an ambassador of the same pod that does not run yet when init steps do. */
export function checkAmbassador(owner: Construct, { host, port, address }: Endpoint): void {
  const pod = podOf(owner);
  const listens = (container: kplus.Container) => container.ports.some((taken) => taken.number === port);
  if (!LOCAL.test(host) || pod.hostNetwork
    || pod.initContainers.some((container) => container.restartPolicy === kplus.ContainerRestartPolicy.ALWAYS && listens(container))) {
    return;
  }
  const classic = pod.containers.find(listens);
  throw new Error(`database ${address} of ${at(owner)} is in the pod itself, but ${classic
    ? `container '${classic.name}' starts after all init steps: make it a native sidecar (SidecarMode.NATIVE) that is created before`
    : `no native sidecar that is created before has port ${port}: create the ambassador first, with its port`}`);
}

/** Fails for a database that only the pod itself reaches, where the migrations run in another one. */
export function checkReachable(owner: Construct, { host, address }: Endpoint): void {
  if (LOCAL.test(host)) {
    throw new Error(`database ${address} of ${at(owner)} is in the pod itself, and a Job has a pod of its own: name the address that the database has`
      + ' for other pods, or use MigrationStrategy.initContainer()');
  }
}
