/**
 * What a container is in its pod.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export enum PodContainerRole {
  /**
   * An init container that runs to completion before the next one starts.
   */
  INIT = 'init container',

  /**
   * A native sidecar: an init container with `restartPolicy: Always`.
   */
  SIDECAR = 'native sidecar',

  /**
   * A regular container: the app, and sidecars from before Kubernetes had native ones.
   */
  CONTAINER = 'container',
}
