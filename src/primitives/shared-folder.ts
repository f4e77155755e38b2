import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SharedVolume } from './shared-volume';
import { mergeMounts } from '../core/pod/container-plan';
import { allContainers, appOf, mount, podOf, shareFiles } from '../core/pod/pod-editor';
import { at, kebabCase, normalizePath } from '../core/values/errors';
import { isWithin } from '../core/values/log-files';

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

/** The mounts through which a container has the folders; those that are missing are made, all on one volume. */
export function shareFolders(
  owner: Construct, container: kplus.Container, folders: string[], id: string, volume?: SharedVolume,
): kplus.VolumeMount[] {
  shareFiles(podOf(owner));
  const existing = (folder: string) => container.mounts.find((one) => (!volume || one.volume === volume.volume)
    && isWithin(normalizePath('mount path', one.path, owner), folder));
  const missing = folders.filter((folder) => !existing(folder));
  missing.forEach((folder) => checkHidden(owner, container, folder));
  const shared = missing.length > 0 ? volume ?? new SharedVolume(owner, id, { volumeName: freeVolumeName(owner, kebabCase(id)) }) : undefined;
  const common = folders.reduce(commonFolder);
  for (const folder of missing) {
    const subPath = folders.length > 1 ? folder.slice(common === '/' ? 1 : common.length + 1) : undefined;
    mount(owner, container, { volume: shared!.volume, path: folder, subPath });
  }
  return mergeMounts(folders.map((folder) => existing(folder)!));
}

/** Folders of which images have something that programs need. */
const SYSTEM = new RegExp('^/(|bin|boot|home|lib(32|64)?|opt|root|run|sbin|srv|var|var/(cache|lib|run|spool)'
  + '|usr|usr/(local|local/(bin|etc|lib|sbin|share)|bin|lib(32|64)?|libexec|sbin|share)|(dev|etc|proc|sys)(/.*)?)$');

/** An empty volume hides what the image has in its folder. */
function checkHidden(owner: Construct, container: kplus.Container, folder: string): void {
  const program = container.command?.[0];
  const hidden = SYSTEM.test(folder) ? 'a folder of the system' : program && isWithin(folder, program) && `with '${program}', which the container runs`;
  if (hidden) {
    throw new Error(`the volume of ${at(owner)} would hide '${folder}' in container '${container.name}', ${hidden}:`
      + ' let it write to a folder of its own, such as /var/log/app, or mount a volume that has the files there');
  }
}

function commonFolder(one: string, other: string): string {
  const parts = one.split('/');
  const others = other.split('/');
  const end = parts.findIndex((part, index) => part !== others[index]);
  return parts.slice(0, end < 0 ? undefined : end).join('/') || '/';
}

/** The preferred name, unless the volume of another folder has it. */
function freeVolumeName(owner: Construct, preferred: string): string {
  const pod = podOf(owner);
  const volumes = [...pod.volumes, ...allContainers(pod).flatMap(({ mounts }) => mounts.map(({ volume }) => volume))];
  return volumes.some(({ name }) => name === preferred) ? `${kebabCase(owner.node.id)}-${preferred}` : preferred;
}
