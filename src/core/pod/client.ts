import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { isPlainInit } from './conflicts';
import { allContainers, podOf } from './pod-editor';
import { at } from '../values/errors';

/** Fails where two constructs are in different pods, so that one cannot reach what the other has at a local port. */
export function checkSamePod(user: Construct, owner: Construct, what: string): void {
  const pod = podOf(owner);
  if (podOf(user) !== pod) {
    throw new Error(`${what} of ${at(owner)} can only be reached from inside ${at(pod)}, but ${at(user)} is in another workload: create what it needs there,`
      + ' or use an address that other pods can reach');
  }
}

/** Fails for a container that would never reach a sidecar at a local port: one of another workload, or one that ends before the sidecar starts. */
export function checkClient(client: kplus.Container, owner: Construct, sidecar: kplus.Container): void {
  const pod = podOf(owner);
  if (!allContainers(pod).includes(client)) {
    throw new Error(`container '${client.name}' is in another workload than ${at(owner)}: create one there`);
  }
  const started = pod.initContainers.includes(sidecar) ? pod.initContainers.indexOf(sidecar) : Infinity;
  if (isPlainInit(pod, client) && pod.initContainers.indexOf(client) < started) {
    throw new Error(`container '${client.name}' ends before ${at(owner)} starts: create it after ${at(owner)}, as a native sidecar`);
  }
}
