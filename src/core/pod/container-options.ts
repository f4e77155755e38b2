import * as kplus from 'cdk8s-plus-28';
import { SecurityBaseline } from '../settings/security-baseline';

/**
 * Options of all containers of this library.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#Container
 */
export interface ContainerOptions {
  /**
   * Name of the container, a DNS label. With several containers, the names of the others begin with it.
   *
   * @default - the construct's id in kebab case
   */
  readonly containerName?: string;

  /**
   * When the kubelet pulls the image.
   *
   * @default - as Kubernetes has it: `ALWAYS` for the tag `latest` and for images without tag and digest, otherwise `IF_NOT_PRESENT`
   * @see https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;

  /**
   * Requests and limits, in place of the resource profile's.
   *
   * @default - by role, from the resource profile
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Security context.
   *
   * @default - the baseline of the workload, the chart or the app, SecurityBaseline.restricted() with the user of the program's image
   */
  readonly security?: SecurityBaseline;
}

/**
 * Options of all containers that keep running.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/probes/
 */
export interface RunningContainerOptions extends ContainerOptions {
  /**
   * Readiness probe: while it fails, Services send no requests to the pod.
   *
   * @default - depends on the program; none if the app can serve requests without it
   */
  readonly readiness?: kplus.Probe;

  /**
   * Restarts the container when it fails.
   *
   * @default - by program
   */
  readonly liveness?: kplus.Probe;

  /**
   * Holds back the other probes, and with native sidecars what starts later, until it succeeds.
   *
   * @default - by program
   */
  readonly startup?: kplus.Probe;
}
