import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at, kebabCase, normalizePath } from './errors';
import { allContainers, appOf, podOf, shareFiles } from './pod-editor';
import { SharedVolume } from '../pod/shared-volume';

/** The container that is named, or the app's. */
export function appContainer(owner: Construct, container: kplus.Container | undefined, does: string): kplus.Container {
  const pod = podOf(owner);
  const found = container ?? appOf(pod);
  if (!found) {
    throw new Error(`${at(pod)} has no container that could ${does} ${at(owner)}: add the app's container first`);
  }
  if (!allContainers(pod).includes(found)) {
    throw new Error(`container '${found.name}', which is to ${does} ${at(owner)}, is in another workload than ${at(pod)}: pass one of this workload`);
  }
  return found;
}

/** The mount through which a container has the folder; one is made where there is none. */
export function shareFolder(owner: Construct, container: kplus.Container, folder: string, id: string, volume?: SharedVolume): kplus.VolumeMount {
  shareFiles(podOf(owner));
  const existing = container.mounts.find((mount) => (!volume || mount.volume === volume.volume) && holds(mount.path, folder, owner));
  if (existing) {
    return existing;
  }
  (volume ?? new SharedVolume(owner, id, { volumeName: freeVolumeName(owner, kebabCase(id)) })).mountTo(container, folder);
  return container.mounts[container.mounts.length - 1];
}

/** The preferred name, unless the volume of another folder has it. */
function freeVolumeName(owner: Construct, preferred: string): string {
  const pod = podOf(owner);
  const volumes = [...pod.volumes, ...allContainers(pod).flatMap(({ mounts }) => mounts.map(({ volume }) => volume))];
  return volumes.some(({ name }) => name === preferred) ? `${kebabCase(owner.node.id)}-${preferred}` : preferred;
}

function holds(mountPath: string, folder: string, where: Construct): boolean {
  const path = normalizePath('mount path', mountPath, where);
  return folder === path || folder.startsWith(path === '/' ? '/' : `${path}/`);
}
