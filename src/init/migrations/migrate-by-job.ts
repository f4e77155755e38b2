import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkReachable } from './local-database';
import { accountThatMarks } from './marking-account';
import { Migration, migrationContainer, PlacedMigration } from './migration';
import type { MigrationProbe } from './migration-context';
import { createJob, nameOf } from './migration-job';
import { addMarkedMigration, awaitMarker } from './migration-marker';
import { ContainerPlan } from '../../private/container-plan';
import { addContainer } from '../../private/pod-editor';
import { checkDuration } from '../../private/quantities';
import { scripts } from '../../private/scripts';
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

/** How a container sees that the migrations are applied. */
export type AwaitPlan = Pick<ContainerPlan, 'image' | 'env' | 'volumeMounts'> & MigrationProbe;

function addAwait({ owner, name }: Migration, jobName: string, waitTimeout: Duration | undefined, plan: AwaitPlan): kplus.Container {
  const timeout = checkDuration('waitTimeout', waitTimeout, owner) ?? Duration.minutes(10);
  return addContainer(owner, 'init', {
    name,
    image: plan.image,
    role: 'script',
    command: ['sh', '/scripts/await.sh'],
    args: plan.probe,
    env: {
      ...plan.env,
      AWAIT_NAME: kplus.EnvValue.fromValue(jobName),
      AWAIT_TIMEOUT: kplus.EnvValue.fromValue(String(Math.ceil(timeout.toSeconds({ integral: false })))),
    },
    volumeMounts: plan.volumeMounts,
    configFiles: { path: '/scripts', data: scripts('init', 'await.sh', ...plan.scripts) },
  });
}
