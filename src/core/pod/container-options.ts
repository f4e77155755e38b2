import * as kplus from 'cdk8s-plus-28';
import { SecurityBaseline } from '../settings/security-baseline';

/**
 * What every container of this library takes.
 */
export interface ContainerOptions {
  /**
   * Name of the container, a DNS label.
   *
   * @default - the construct's id in kebab case
   */
  readonly containerName?: string;

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

  /**
   * Requests and limits, in place of the resource profile's.
   *
   * @default - by role, from the resource profile
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Security context.
   *
   * @default - SecurityBaseline.restricted()
   */
  readonly security?: SecurityBaseline;
}

/**
 * What containers take that run on beside others.
 */
export interface RunningContainerOptions extends ContainerOptions {
  /**
   * Takes the pod out of service while it fails.
   *
   * @default - none
   */
  readonly readiness?: kplus.Probe;

  /**
   * Restarts the container when it fails.
   *
   * @default - none
   */
  readonly liveness?: kplus.Probe;

  /**
   * Holds back the other probes, and with native sidecars what starts later, until it succeeds.
   *
   * @default - none
   */
  readonly startup?: kplus.Probe;

  /**
   * Actions after the start and before the stop.
   *
   * @default - none
   */
  readonly lifecycle?: kplus.ContainerLifecycle;
}
