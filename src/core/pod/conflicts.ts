import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { ContainerLists, listsOf } from '../objects/reaches';
import { at, checkDnsLabel, checkPortNumber, isPortName, normalizePath } from '../values/errors';

/** The part of a container that can collide with another one of the same pod. */
export interface ContainerShape {
  readonly name: string;
  readonly ports: kplus.ContainerPort[];
  readonly mounts: kplus.VolumeMount[];
  readonly restartPolicy?: kplus.ContainerRestartPolicy;
}

/** Fails when a container cannot stand beside the others of its pod. */
export function checkContainer(pod: kplus.AbstractPod, shape: ContainerShape, others: kplus.Container[], runsAlone: boolean): void {
  checkDnsLabel('container name', shape.name, pod, 'set \'containerName\' to another name');
  if (others.some((other) => other.name === shape.name)) {
    throw new Error(`container name '${shape.name}' is already taken in ${at(pod)}: set 'containerName' to another name`);
  }
  const held = runsAlone ? [] : others.filter((other) => !isPlainInit(pod, other));
  shape.ports.forEach((port, index) => {
    checkPortName(pod, shape, port, index);
    checkPortNumber(port.number, `of container '${shape.name}'`, pod);
    const isTwice = shape.ports.findIndex((other) => samePort(other, port)) < index;
    const holder = isTwice ? shape : held.find(({ ports }) => ports.some((taken) => samePort(taken, port)));
    if (holder) {
      throw new Error(`port ${port.number}/${protocolOf(port)} of container '${shape.name}' in ${at(pod)} is already taken by container '${holder.name}':`
        + ' give one of them another port');
    }
  });
  shape.mounts.forEach((mount, index) => {
    checkMount(pod, shape.name, mount, shape.mounts.slice(0, index));
    checkVolumeName(pod, shape.name, mount.volume);
  });
}

function checkPortName(pod: kplus.AbstractPod, { name: container, ports }: ContainerShape, { name }: kplus.ContainerPort, index: number): void {
  if (name !== undefined && !isPortName(name)) {
    throw new Error(`port name ${JSON.stringify(name)} of container '${container}' in ${at(pod)} is not valid: use 15 lowercase letters, digits and single '-' at most,`
      + ' with a letter among them');
  }
  if (name !== undefined && ports.slice(0, index).some((other) => other.name === name)) {
    throw new Error(`port name '${name}' of container '${container}' in ${at(pod)} is used twice: give one of the ports another name`);
  }
}

/** Fails when a volume cannot be mounted there, or does not belong to the pod. */
export function checkMount(pod: kplus.AbstractPod, name: string, mount: kplus.VolumeMount, others: kplus.VolumeMount[]): void {
  checkDnsLabel(`volume name of container '${name}'`, mount.volume.name, pod, 'shorten \'containerName\', or name the volume otherwise');
  const path = normalizePath(`mount path of container '${name}'`, mount.path, pod);
  const holder = others.find((other) => normalizePath('mount path', other.path, pod) === path);
  if (holder) {
    throw new Error(`mount path '${mount.path}' of container '${name}' in ${at(pod)} is already taken by volume '${holder.volume.name}':`
      + ' mount one of them elsewhere');
  }
  const owner = podAround(mount.volume);
  if (owner ? owner !== pod : Chart.of(mount.volume) !== Chart.of(pod)) {
    throw new Error(`volume '${mount.volume.name}' of ${at(mount.volume)} is mounted into container '${name}' of another`
      + ` ${owner ? 'workload' : 'chart'}, ${at(pod)}: create the volume there`);
  }
}

/** Fails for a volume whose name another one of the pod has. */
export function checkVolumeName(pod: kplus.AbstractPod, name: string, volume: kplus.Volume): void {
  const isOther = (other: kplus.Volume) => other.name === volume.name && other !== volume;
  const { initContainers, containers } = listsOf(pod);
  const mountsOther = ({ mounts }: ContainerLists) => mounts.some((mount) => isOther(mount.volume));
  const holder = initContainers.find(mountsOther) ?? containers.find(mountsOther);
  if (holder || pod.volumes.some(isOther)) {
    throw new Error(`volume name '${volume.name}' of container '${name}' in ${at(pod)} is already taken by a volume of ${holder ? `container '${holder.name}'` : 'the pod'}:`
      + ' give one of them another name');
  }
}

/** The nearest workload that a construct is in, or is. */
export function podAround(construct: IConstruct): kplus.AbstractPod | undefined {
  let scope: IConstruct | undefined = construct;
  while (scope && !isPod(scope)) {
    scope = scope.node.scope;
  }
  return scope;
}

export function isPod(construct: unknown): construct is kplus.AbstractPod {
  return typeof (construct as kplus.AbstractPod).addInitContainer === 'function';
}

/** Whether the container ends before the others start, so that it shares no port with them. */
export function isPlainInit(pod: kplus.AbstractPod, container: kplus.Container): boolean {
  return container.restartPolicy === undefined && pod.initContainers.includes(container);
}

function samePort(one: kplus.ContainerPort, other: kplus.ContainerPort): boolean {
  return one.number === other.number && protocolOf(one) === protocolOf(other);
}

function protocolOf({ protocol = kplus.Protocol.TCP }: kplus.ContainerPort): kplus.Protocol {
  return protocol;
}
