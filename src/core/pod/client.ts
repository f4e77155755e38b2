import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { isPlainInit } from './conflicts';
import { allContainers, podOf } from './pod-editor';
import { at } from '../values/errors';

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
