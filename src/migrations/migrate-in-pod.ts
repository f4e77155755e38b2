import { checkAmbassador } from './local-database';
import { Migration, migrationContainer, PlacedMigration } from './migration';
import { refuseSeveralPods } from './start-together';
import { at } from '../core/values/errors';
import { extend } from '../core/values/extend';
import { addInitStep } from '../primitives/pattern-container';

const WAYS_OUT = 'use MigrationStrategy.job() or a tool that takes a lock, say \'takesLock\' if this one does, or run one pod at a time';

/** Migrations in an init container of every pod. */
export function migrateInPod(migration: Migration): PlacedMigration {
  const { owner, options, database, plan } = migration;
  checkAmbassador(owner, database);
  if (!plan.takesLock) {
    refuseSeveralPods(owner, `the tool of ${at(owner)} takes no lock`, WAYS_OUT);
  }
  if (plan.blockedByWaiting) {
    refuseSeveralPods(owner, `file '${plan.blockedByWaiting}' of ${at(owner)} has CONCURRENTLY, for which PostgreSQL waits until no other pod waits`,
      'use MigrationStrategy.job(), or MigrationTool.psql() with COMMIT; before that statement, or run one pod at a time');
  }
  return { container: addInitStep(owner, options, extend(migrationContainer(migration, owner), { longestRun: migration.longestWait })) };
}
