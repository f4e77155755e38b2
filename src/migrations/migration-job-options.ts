import { Duration } from 'cdk8s';

/**
 * Options of migrations in a Job.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 */
export interface MigrationJobOptions {
  /**
   * How many times the Job starts a new pod after a failed one. Failed pods and their logs stay until the Job is deleted.
   *
   * @default 3
   */
  readonly backoffLimit?: number;

  /**
   * Time for all pods of the Job together, including the pauses between them, in whole seconds. When it expires, the running pod is stopped.
   *
   * @default Duration.hours(1)
   */
  readonly deadline?: Duration;

  /**
   * Time after which Kubernetes deletes the finished Job. A GitOps tool creates the missing Job again, which then does nothing.
   *
   * @default - the Job is not deleted
   */
  readonly ttlAfterFinished?: Duration;

  /**
   * How long a pod waits for the migrations, in whole seconds. Then its init container fails and says what is missing, and Kubernetes restarts it
   * according to the pod's restart policy. A rollout that takes longer than the workload's progress deadline counts as failed.
   *
   * @default Duration.minutes(10)
   */
  readonly waitTimeout?: Duration;

  /**
   * Prefix of the names of the Job and its ConfigMap, a DNS label. It is cut to 46 characters, and a hash is appended.
   *
   * @default - derived from the construct's path
   */
  readonly jobName?: string;
}

