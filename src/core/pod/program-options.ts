import * as kplus from 'cdk8s-plus-28';

/**
 * A program of your own.
 */
export interface ProgramOptions {
  /**
   * Image of the program, pinned.
   */
  readonly image: string;

  /**
   * The program, in place of the image's entrypoint. `$(NAME)` stands for an environment variable.
   *
   * @default - the image's entrypoint
   */
  readonly command?: string[];

  /**
   * Arguments of the program. `$(NAME)` stands for an environment variable.
   *
   * @default - the image's command
   */
  readonly args?: string[];

  /**
   * Folder that the program starts in.
   *
   * @default - the image's own
   */
  readonly workingDir?: string;

  /**
   * Environment variables by name.
   *
   * @default - none
   */
  readonly env?: { [name: string]: kplus.EnvValue };

  /**
   * ConfigMaps and Secrets whose keys all become environment variables.
   *
   * @default - none
   */
  readonly envFrom?: kplus.EnvFrom[];

  /**
   * Ports that the container listens on. Without root, ports below 1024 work too.
   *
   * @default - none
   */
  readonly ports?: kplus.ContainerPort[];

  /**
   * Volumes, each with an absolute path.
   *
   * @default - none
   */
  readonly volumeMounts?: kplus.VolumeMount[];

  /**
   * Folders that the program writes to although its root file system is read-only: each becomes an emptyDir of 100 MiB at most.
   *
   * @default - none
   */
  readonly writablePaths?: string[];
}

/**
 * A program of your own that runs on beside others.
 */
export interface RunningProgramOptions extends ProgramOptions {
  /**
   * Actions after the start and before the stop.
   *
   * @default - none
   */
  readonly lifecycle?: kplus.ContainerLifecycle;
}
