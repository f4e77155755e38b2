import { createHash } from 'crypto';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkHistory } from './history-owner';
import { MigrationSource } from './migration-source';
import { MigrationStrategy } from './migration-strategy';
import { MigrationTool } from './migration-tool';
import { checkSessionLocks } from './session-locks';
import { at, checkDnsLabel, toKebabCase } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration } from '../core/values/quantities';
import { checkDatabase, Database } from '../primitives/database';
import { InitStepOptions } from '../primitives/init-step-options';
import { containerName, forPart } from '../primitives/pattern-container';

/**
 * Properties of migrations. With a Job, `imagePullPolicy` applies to all its containers and to the one that waits for it, and `containerName` and
 * `security` apply to the container that applies the migrations and the one that waits. The other options of init steps apply only to the container
 * that applies the migrations. `configMapName` is only for Liquibase, and names the ConfigMap with its generated root changelog.
 */
export interface InitMigrationsProps extends InitStepOptions {
  /**
   * The program that applies the migrations.
   */
  readonly tool: MigrationTool;

  /**
   * The source of the migration files.
   */
  readonly source: MigrationSource;

  /**
   * Where the migrations are applied: in the init containers of the pods, or in a Job.
   *
   * @default MigrationStrategy.initContainer()
   */
  readonly strategy?: MigrationStrategy;

  /**
   * The database. Locks belong to a session, so a pooler in between must use session pooling. All tools except custom ones need the name of the
   * database, a user and a password.
   */
  readonly database: Database;

  /**
   * Table of the database in which the tool records the applied migrations. Custom tools have their own. Set it before you move or rename the
   * construct, because the default would then change to a new, empty table. Two apps that share a database need two tables; within a chart,
   * different files with the same table are an error.
   *
   * @default - the construct's path, as in `shop_web_migrations`
   */
  readonly historyTable?: string;

  /**
   * How long a pod waits for another one that is applying the same migrations. A rollout that takes longer than the workload's progress deadline
   * counts as failed. It has no effect on custom tools, which have their own timeout.
   *
   * @default Duration.minutes(5)
   */
  readonly lockTimeout?: Duration;
}

/**
 * Applies migrations to a database before the app starts, each exactly once, however many pods start at the same time.
 * It does not wait for the database: create a `WaitFor` before it. If a migration fails, the pod does not start, and its log says why. A rolling
 * update then stops, and the old pods keep running.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, InitMigrations, MigrationSource, MigrationTool } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Orders', 'orders-database');
 * new InitMigrations(web, 'Migrations', {
 *   tool: MigrationTool.psql(),
 *   source: MigrationSource.inline({ '001_create_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);' }),
 *   database: Database.postgres({ host: 'postgres', name: 'orders', user: 'app', password: { secret, key: 'password' } }),
 * });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export class InitMigrations extends Construct {
  /**
   * The init container, which applies the migrations or waits for the Job that does.
   */
  public readonly container: kplus.Container;

  /**
   * The Job that applies the migrations, if the strategy has one. Its name changes with its pod template, because the pod template of a Job is
   * immutable.
   */
  public readonly job?: kplus.Job;

  /**
   * The table of the database in which the tool records the applied migrations.
   */
  public readonly historyTable: string;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there are no files, two have the same version, the tool would skip a file because of its name, the files are above 1 MiB, a Secret is
   * in another namespace,
   * the database is an ambassador that starts later or pools by transaction or statement, other migrations use the same history table, or several
   * pods can start at once and the tool takes no lock;
   * for a Job, if the database is in the pod itself, or names do not fit
   */
  constructor(scope: Construct, id: string, props: InitMigrationsProps) {
    super(scope, id);
    checkGiven(this, props, 'tool', 'source', 'database');
    const name = checkDnsLabel('container name', containerName(this, props), this, 'set \'containerName\' to another name');
    this.historyTable = checkTable(this, props.historyTable ?? tableOf(this));
    const database = checkDatabase(this, props.database);
    checkSessionLocks(this, database.endpoint);
    const source = props.source._addTo(this, name);
    const files = { ...source, mountIn: (pod: Construct) => [...source.mountIn(pod), ...database._mounts(pod, name, CA_FOLDER)] };
    const context = {
      owner: this,
      files,
      historyTable: this.historyTable,
      lockTimeout: checkDuration('lockTimeout', props.lockTimeout, this) ?? Duration.minutes(5),
      database: database._seenBy(this, CA_FOLDER),
    };
    const plan = props.tool._plan(context);
    if (files.toolImage !== undefined && plan.image !== files.toolImage) {
      throw new Error(`tool of ${at(this)} runs in image '${plan.image}', which does not have the files of image '${files.toolImage}':`
        + ' leave out its \'image\', or set KubernetesVersion to 1.35 or later, which mounts them');
    }
    if (plan.keepsHistory !== false) {
      checkHistory(context);
    }
    const { strategy = MigrationStrategy.initContainer() } = props;
    const longestWait = plan.keepsHistory === false ? undefined : context.lockTimeout;
    const placed = strategy._place({ owner: this, options: forPart(this, props), plan, files, database: database.endpoint, longestWait });
    this.container = placed.container;
    this.job = placed.job;
  }
}

/** Where the certificate of the database's authority is mounted. */
const CA_FOLDER = '/ca/database';

/** What PostgreSQL and MariaDB both take as a name, in one case. */
const TABLE = /^[a-z_][a-z0-9_]{0,62}$/;

function checkTable(where: Construct, table: string): string {
  if (!TABLE.test(table)) {
    throw new Error(`historyTable '${table}' of ${at(where)} is not a valid name for a table: use at most 63 lowercase letters, digits and '_', not starting with a digit`);
  }
  return table;
}

function tableOf(construct: Construct): string {
  const path = construct.node.path.split('/').filter((part) => part !== 'Default' && part !== 'Resource');
  const name = toKebabCase(path.join('_')).replace(/[^a-z0-9]+/g, '_').replace(/^(?=\d)/, '_');
  return name.length <= 63 ? name : `${name.slice(0, 54)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
