import { Duration } from 'cdk8s';
import { addAwait } from './await-migrations';
import { checkReachable } from './local-database';
import { accountThatMarks } from './marking-account';
import { Migration, migrationContainer, PlacedMigration } from './migration';
import { createJob, nameOf } from './migration-job';
import { addMarkedMigration, awaitMarker } from './migration-marker';
import { addContainer } from '../../private/pod-editor';
import { WaitFor } from '../wait-for';
import { WaitTarget } from '../wait-target';

/**
 * Options of migrations in a Job.
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
   * What the names of the Job and its ConfigMap begin with, a DNS label; a hash follows. Longer ones are cut at 46 characters.
   *
   * @default - made of the construct's path
   */
  readonly jobName?: string;
}

/** Migrations in a Job, for which every pod waits. */
export function migrateByJob(migration: Migration, options: MigrationJobOptions): PlacedMigration {
  const { owner, plan: { image, env, history }, files, database } = migration;
  checkReachable(owner, database);
  const name = nameOf(migration, options.jobName);
  const job = createJob(owner, name, options, history ? undefined : accountThatMarks(owner));
  new WaitFor(job, 'Wait', { targets: [WaitTarget.tcp({ host: database.host, port: database.port })] });
  if (history) {
    addContainer(job, 'app', migrationContainer(migration, job));
  } else {
    addMarkedMigration(job, migration, name);
  }
  const plan = history ? { ...history, image, env, volumeMounts: files.mountIn(owner) } : awaitMarker(migration, name);
  return { job, container: addAwait(migration, name, options.waitTimeout, plan) };
}
