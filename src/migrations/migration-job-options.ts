import { Duration } from 'cdk8s';

/**
 * Options of migrations in a Job.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 */
export interface MigrationJobOptions {
  /**
   * How often the Job starts a new pod after one that failed. The failed ones stay, with their logs, until the Job is deleted.
   *
   * @default 3
   */
  readonly backoffLimit?: number;

  /**
   * Time for all pods of the Job together, and for the pauses between them, in whole seconds. When it is over, the running pod is stopped.
   *
   * @default Duration.hours(1)
   */
  readonly deadline?: Duration;

  /**
   * Time after which Kubernetes deletes the Job when it has ended. A GitOps tool makes a Job that is missing anew, which then does nothing.
   *
   * @default - the Job stays
   */
  readonly ttlAfterFinished?: Duration;

  /**
   * How long a pod waits for the migrations, in whole seconds. Then its init container fails with what is missing, and Kubernetes starts it
   * again as the pod's restart policy says. A rollout that takes longer than the workload's progress deadline counts as failed.
   *
   * @default Duration.minutes(10)
   */
  readonly waitTimeout?: Duration;

  /**
   * What the names of the Job and its ConfigMap begin with, a DNS label. A hash follows. Longer ones are cut at 46 characters.
   *
   * @default - made of the construct's path
   */
  readonly jobName?: string;
}

