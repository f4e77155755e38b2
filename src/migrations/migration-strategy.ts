import { migrateByJob } from './migrate-by-job';
import { migrateInPod } from './migrate-in-pod';
import type { Migration, PlacedMigration } from './migration';
import { MigrationJobOptions } from './migration-job-options';

/**
 * Where migrations are applied.
 *
 * @example
 * import { App, Chart, Duration } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, InitMigrations, MigrationSource, MigrationStrategy, MigrationTool } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database');
 * new InitMigrations(web, 'Migrations', {
 *   tool: MigrationTool.psql(),
 *   source: MigrationSource.inline({ '1_index.sql': 'COMMIT; CREATE INDEX CONCURRENTLY orders_by_day ON orders (day);' }),
 *   strategy: MigrationStrategy.job({ deadline: Duration.hours(2) }),
 *   database: Database.postgres({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' } }),
 * });
 */
export class MigrationStrategy {
  /**
   * In an init container of every pod: the first pod applies the migrations, and the others wait for its lock.
   */
  public static initContainer(): MigrationStrategy {
    return new MigrationStrategy(migrateInPod);
  }

  /**
   * In a Job, a new one whenever the migrations change, while an init container of every pod waits. Use it for migrations that take long and for
   * tools that take no lock.
   * The pods do not check the Job, which may have been deleted, but its result: the history table for plain SQL and golang-migrate, and for other
   * tools a ConfigMap that is named after the content and that the Job writes at the end. A Job that is created again, by a GitOps tool or because
   * its pod was lost, applies nothing twice: the history table says what was applied, and if the ConfigMap exists, the tool is not run.
   *
   * The ConfigMap needs a service account that may create ConfigMaps in the namespace, and nothing else; only the container that writes it
   * has its token. The pods need no permissions: they mount the ConfigMap as an optional volume, in which it appears up to a minute and a half after
   * it was written. To run the migrations of such a tool again, delete the ConfigMap and the Job.
   * Changed migrations do not stop the Job of the previous ones. If the tool takes no lock, delete the old Job first (GitOps tools do), so that the
   * two do not run at the same time.
   *
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
   */
  public static job(options: MigrationJobOptions = {}): MigrationStrategy {
    return new MigrationStrategy((migration) => migrateByJob(migration, options));
  }

  private constructor(private readonly place: (migration: Migration) => PlacedMigration) {}

  /**
   * @internal
   */
  public _place(migration: Migration): PlacedMigration {
    return this.place(migration);
  }
}
