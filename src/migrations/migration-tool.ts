import { CustomMigrationOptions, planCustomMigrations } from './custom-migrations';
import { FlywayOptions, planFlyway } from './flyway';
import { GolangMigrateOptions, planGolangMigrate } from './golang-migrate';
import { LiquibaseOptions, planLiquibase } from './liquibase';
import type { MigrationContext, MigrationPlan } from './migration-context';
import { PlainSqlOptions, planMariadb, planPsql } from './plain-sql';

/**
 * The program that applies migrations.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, InitMigrations, MigrationSource, MigrationTool } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database');
 * new InitMigrations(web, 'Migrations', {
 *   tool: MigrationTool.flyway(),
 *   source: MigrationSource.inline({ 'V1__create_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);' }),
 *   database: Database.postgres({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' } }),
 * });
 */
export class MigrationTool {
  /**
   * Plain SQL files for PostgreSQL, applied with psql 13 or later.
   * Each file is applied once, in the order of the numbers at the start of the names (2 before 10), in one transaction with its row in the history
   * table, by a separate session that holds an advisory lock. The first file that fails ends the run with its name, the line and the server's
   * message, and is rolled back. The same happens if the pod is killed, and the next pod continues. A file that was changed after it was applied is
   * refused.
   * If statements must not run in a transaction, such as CREATE INDEX CONCURRENTLY, write `COMMIT;` before them. If such a file is interrupted, every
   * later run stops and prints the file and the statements that repair the history. The same applies to a file that rolls back its own transaction
   * (ROLLBACK, `\\connect`), or may do so by another command of psql.
   *
   * @see https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
   */
  public static psql(options: PlainSqlOptions = {}): MigrationTool {
    return new MigrationTool((context) => planPsql(options, context));
  }

  /**
   * Plain SQL files for MariaDB or MySQL, applied with MariaDB's client. MySQL's own client lacks an option and is refused.
   * Each file is applied once, in the order of the numbers at the start of the names (2 before 10), by a session that holds a lock
   * (`GET_LOCK`), with a row in the history table. The first file that fails ends the run with its name, the line and the server's message.
   * A file that was changed after it was applied is refused.
   * Changes to tables (DDL) commit implicitly and cannot be rolled back. A file that fails, or whose pod is killed, is therefore rolled back only if
   * no such statement has run. Otherwise, every later run stops and prints the file and the statements that repair the history: with
   * one DDL statement per file, this is simple. `GET_LOCK` is valid on one server only: with several writers behind one address, as in Galera, use an
   * address that leads to one of them.
   *
   * @see https://mariadb.com/docs/server/reference/sql-functions/secondary-functions/miscellaneous-functions/get_lock
   */
  public static mariadb(options: PlainSqlOptions = {}): MigrationTool {
    return new MigrationTool((context) => planMariadb(options, context));
  }

  /**
   * Files of golang-migrate for PostgreSQL: `1_create.up.sql`.
   * golang-migrate requires TLS, except at localhost: for a server without TLS, set `tls: false` of the database. It takes an advisory lock;
   * `lockTimeout` limits the wait for every lock in its session. It marks a version as dirty before it runs the file, and removes the mark
   * afterwards. If a file fails, or the pod is killed in the middle, every later run stops and prints the version, its state and the commands that
   * repair it; check first whether the server has finished the file. MySQL is refused, because golang-migrate takes its password in its arguments.
   * A file with a lower number than the last applied one is an error, because golang-migrate would skip it. CREATE INDEX
   * CONCURRENTLY is refused where several pods can start at once: use MigrationStrategy.job() for it.
   *
   * @see https://github.com/golang-migrate/migrate/tree/master/database/postgres
   */
  public static golangMigrate(options: GolangMigrateOptions = {}): MigrationTool {
    return new MigrationTool((context) => planGolangMigrate(options, context));
  }

  /**
   * Files of Flyway for PostgreSQL, MariaDB or MySQL: `V1__create.sql`, `R__views.sql`. Undo migrations are refused, because nothing applies them.
   * Flyway takes a lock in the database, which ends with its session. On PostgreSQL, each file runs in a transaction, so one that fails or is
   * interrupted leaves nothing behind. MariaDB and MySQL cannot roll back changes to tables (DDL): a failed file stops every later run until `flyway
   * repair` has run in the environment of this container, and a file whose pod was killed is applied again. With them, Flyway waits for the lock
   * forever, whatever `lockTimeout` says.
   *
   * A schema that has tables but no history is refused: set FLYWAY_BASELINE_ON_MIGRATE to `true`, and FLYWAY_BASELINE_VERSION to `0`, because Flyway
   * skips the files up to that version.
   *
   * @see https://documentation.red-gate.com/flyway/reference/configuration
   */
  public static flyway(options: FlywayOptions = {}): MigrationTool {
    return new MigrationTool((context) => planFlyway(options, context));
  }

  /**
   * Changelogs of Liquibase for PostgreSQL, MariaDB or MySQL: files such as `1_create.sql` that begin with `--liquibase formatted sql`, or your own
   * root changelog.
   * The lock is a row in a table. Liquibase releases it when it ends; a pod that is killed does not, and every later pod then fails after
   * `lockTimeout` (in whole minutes) with `Could not acquire change log lock`. If no pod is running migrations, repair that with
   * `liquibase release-locks` in the environment of this container, or with `UPDATE history_lock SET locked = FALSE WHERE id = 1`, where `history`
   * is `historyTable`, cut to 58 characters. Pods that start at the same time on an empty database can fail once, because they create the tables at
   * the same time; the next attempt succeeds.
   *
   * @see https://docs.liquibase.com/concepts/tracking-tables/databasechangeloglock-table.html
   */
  public static liquibase(options: LiquibaseOptions = {}): MigrationTool {
    return new MigrationTool((context) => planLiquibase(options, context));
  }

  /**
   * Any image and command: Alembic, Prisma, goose, the app's own image.
   *
   * A program that takes no lock (`takesLock`) is refused where more than one pod can start at once: use MigrationStrategy.job() there.
   */
  public static custom(options: CustomMigrationOptions): MigrationTool {
    return new MigrationTool((context) => planCustomMigrations(options, context));
  }

  private constructor(private readonly plan: (context: MigrationContext) => MigrationPlan) {}

  /**
   * @internal
   */
  public _plan(context: MigrationContext): MigrationPlan {
    return this.plan(context);
  }
}
