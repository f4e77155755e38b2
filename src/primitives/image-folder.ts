import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podAround } from '../core/pod/conflicts';
import { literal } from '../core/pod/container-plan';
import { imageVolume } from '../core/pod/image-volume';
import { addContainer } from '../core/pod/pod-editor';
import { PodRecord } from '../core/pod/pod-record';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at, normalizePath } from '../core/values/errors';
import { checkSize } from '../core/values/quantities';

/**
 * A folder of an image.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
 */
export interface ImageFolderOptions {
  /**
   * Absolute path of the folder in the image. Before Kubernetes 1.35 it cannot be left out.
   *
   * @default - the whole image
   */
  readonly path?: string;

  /**
   * Size limit of the copy of the folder before Kubernetes 1.35.
   *
   * @default Size.mebibytes(200)
   */
  readonly sizeLimit?: Size;
}

const COPY = '/copy';

/** A volume with a folder of an image: the image itself where Kubernetes can mount one, otherwise a copy. */
export function imageFolder(scope: Construct, id: string, name: string, image: string, options: ImageFolderOptions): kplus.Volume {
  const path = normalizePath(`path of image '${image}'`, options.path ?? '/', scope);
  const version = KubernetesVersion._for(scope);
  const pod = podAround(scope);
  if (version._hasImageVolumes()) {
    if (pod) {
      PodRecord.of(pod); // renders it also for who mounts it past this library
    }
    return imageVolume(scope, id, name, image, path);
  }
  if (path === '/') {
    throw new Error(`volume '${name}' of ${at(scope)} is the whole image '${image}', which Kubernetes ${version.version} cannot mount, and which is too large to copy:`
      + ' set \'path\' to the folder with the files, or KubernetesVersion to 1.35 or later');
  }
  if (!pod) {
    throw new Error(`volume '${name}' of ${at(scope)} is outside a workload, in which Kubernetes ${version.version} needs an init container that copies image '${image}':`
      + ' create it in the workload, or set KubernetesVersion to 1.35 or later');
  }
  const sizeLimit = checkSize(`size limit of volume '${name}'`, options.sizeLimit, scope) ?? Size.mebibytes(200);
  const volume = kplus.Volume.fromEmptyDir(scope, id, name, { sizeLimit });
  addContainer(scope, 'init', {
    name: `${name}-copy`,
    role: 'script',
    image,
    command: ['cp', '-RL', literal(`${path}/.`), COPY],
    volumeMounts: [{ path: COPY, volume }],
  });
  return volume;
}
