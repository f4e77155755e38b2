import { addAwait } from './await-migrations';
import { checkReachable } from './local-database';
import { accountThatMarks } from './marking-account';
import { Migration, migrationContainer, PlacedMigration } from './migration';
import { createJob, nameOf } from './migration-job';
import { MigrationJobOptions } from './migration-job-options';
import { addMarkedMigration, awaitMarker } from './migration-marker';
import { addContainer } from '../core/pod/pod-editor';
import { WaitFor } from '../init/wait-for';
import { WaitTarget } from '../init/wait-target';
import { merge } from '../primitives/pattern-container';

/** Migrations in a Job, for which every pod waits. */
export function migrateByJob(migration: Migration, options: MigrationJobOptions): PlacedMigration {
  const { owner, options: { imagePullPolicy }, plan: { image, env, history }, files, database } = migration;
  checkReachable(owner, database);
  const name = nameOf(migration, options.jobName);
  const job = createJob(owner, name, options, history ? undefined : accountThatMarks(owner));
  new WaitFor(job, 'Wait', { imagePullPolicy, targets: [WaitTarget.tcp({ host: database.host, port: database.port })] });
  if (history) {
    addContainer(job, 'app', merge(job, migration.options, migrationContainer(migration, job)));
  } else {
    addMarkedMigration(job, migration, name);
  }
  const plan = history ? { ...history, image, env, volumeMounts: files.mountIn(owner) } : awaitMarker(migration, name);
  return { job, container: addAwait(migration, name, options.waitTimeout, plan) };
}
