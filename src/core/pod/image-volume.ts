import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { pullPolicyOf } from './pull-policy';
import { listsOf, volumeAsWritten } from '../objects/reaches';
import { Carried } from '../values/carried';

/** What a volume shows of an image. */
interface ImageFolder {
  readonly image: object;
  /** Relative; the whole image if it is empty. */
  readonly folder: string;
}

const folders = new Carried<ImageFolder>('image folder');

/**
 * A volume with a folder of an image, of which cdk8s-plus-28 knows nothing. Kubernetes mounts it read-only.
 *
 * @param folder an absolute path
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
 */
export function imageVolume(owner: Construct, id: string, name: string, image: string, folder: string): kplus.Volume {
  const source = { reference: image, pullPolicy: pullPolicyOf(image) };
  const volume = volumeAsWritten(owner, id, { name, image: source } as kplus.k8s.Volume);
  folders.of(volume, () => ({ image: source, folder: folder.slice(1) }));
  return volume;
}

/** Writes into a rendered pod what cdk8s has left out of its volumes, and has each mount show the folder alone. */
export function writeImageVolumes(pod: kplus.AbstractPod, spec: any): void {
  const { initContainers, containers } = listsOf(pod);
  const mounted = [...initContainers, ...containers].flatMap(({ mounts }) => mounts.filter(({ volume }) => folders.find(volume)));
  if (mounted.length === 0) {
    return;
  }
  const images = new Map(mounted.map(({ volume }) => [volume.name, folders.find(volume)!]));
  spec.volumes.forEach((volume: any) => Object.assign(volume, images.has(volume.name) && { image: images.get(volume.name)!.image }));
  for (const mount of [...spec.initContainers ?? [], ...spec.containers].flatMap(({ volumeMounts = [] }: any) => volumeMounts)) {
    const folder = images.get(mount.name)?.folder;
    if (folder !== undefined) {
      Object.assign(mount, { readOnly: true }, folder && { subPath: [folder, mount.subPath].filter(Boolean).join('/') });
    }
  }
}
