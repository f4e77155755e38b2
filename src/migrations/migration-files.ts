import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/**
 * Options of the ConfigMap with the migrations.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export interface MigrationConfigMapOptions {
  /**
   * Prefix of the name of the ConfigMap. A hash of its content is appended.
   *
   * @default - derived from the construct's path
   */
  readonly configMapName?: string;

  /**
   * Name of the ConfigMap's volume in the pod, a DNS label.
   *
   * @default - the name of the container followed by '-files'
   */
  readonly volumeName?: string;
}

/**
 * Where the files of a source are, once it has been put into the pod.
 *
 * @internal
 */
export interface MigrationFiles {
  /** Folder in the container. */
  readonly folder: string;
  /** Names, where they are known. */
  readonly names?: string[];
  /** Their texts, where they are known. */
  readonly texts?: { [name: string]: string };
  /** The image that has them. */
  readonly image?: string;
  /** The same where it cannot be mounted, so that the tool must run in it. */
  readonly toolImage?: string;
  /** The volume that has them, where it is a user's. */
  readonly volume?: kplus.Volume;
  /** Tells one content of the files from another, where that is known. */
  readonly content?: string;
  /** Mounts them, once for the pod of each construct. */
  readonly mountIn: (construct: Construct) => kplus.VolumeMount[];
}


