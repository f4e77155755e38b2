import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ResourceRole } from '../pod/resource-profile';
import { SecurityBaseline } from '../pod/security-baseline';

/** Where in the pod a container stands. */
export type Place = 'app' | 'sidecar' | 'init';

/** Files that a container gets from a ConfigMap of its own. */
export interface ConfigFiles {
  readonly path: string;
  readonly data: { [name: string]: string };
  readonly configMapName?: string;
}

/** Everything that is known of a container before it is put into a pod. */
export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly role: ResourceRole;
  readonly command?: string[];
  readonly args?: string[];
  readonly workingDir?: string;
  readonly env?: { [name: string]: kplus.EnvValue };
  readonly envFrom?: kplus.EnvFrom[];
  readonly ports?: kplus.ContainerPort[];
  readonly volumeMounts?: kplus.VolumeMount[];
  readonly writablePaths?: string[];
  readonly configFiles?: ConfigFiles;
  readonly readiness?: kplus.Probe;
  readonly liveness?: kplus.Probe;
  readonly startup?: kplus.Probe;
  readonly lifecycle?: kplus.ContainerLifecycle;
  readonly resources?: kplus.ContainerResources;
  readonly security?: SecurityBaseline;
  /** How long the container is kept running after the app was told to stop, where Kubernetes can do that without a shell. */
  readonly stopDelay?: Duration;
  /** Stops before the app: its delay counts from when the pod is told to stop. */
  readonly beforeApp?: boolean;
}

/** A value from a user that Kubernetes must not expand: `$(NAME)` in env values, commands and arguments. */
export function literal(value: string): string {
  return value.replace(/\$/g, '$$$$');
}
