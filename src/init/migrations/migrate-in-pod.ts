import { checkAmbassador } from './local-database';
import { Migration, migrationContainer, PlacedMigration } from './migration';
import { refuseSeveralPods } from './start-together';
import { addContainer } from '../../private/pod-editor';

/** Migrations in an init container of every pod. */
export function migrateInPod(migration: Migration): PlacedMigration {
  const { owner, database, plan } = migration;
  checkAmbassador(owner, database);
  if (!plan.takesLock) {
    refuseSeveralPods(owner);
  }
  return { container: addContainer(owner, 'init', migrationContainer(migration, owner)) };
}
