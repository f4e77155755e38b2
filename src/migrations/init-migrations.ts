import { createHash } from 'crypto';
import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkHistory } from './history-owner';
import { MigrationSource } from './migration-source';
import { MigrationStrategy } from './migration-strategy';
import { MigrationTool } from './migration-tool';
import { checkSessionLocks } from './session-locks';
import { at, checkDnsLabel, kebabCase } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration } from '../core/values/quantities';
import { checkDatabase, Database } from '../primitives/database';
import { InitStepOptions } from '../primitives/init-step-options';
import { containerName, forPart } from '../primitives/pattern-container';

/**
 * Properties of migrations. With a Job, all its containers and the one that waits for it have the `imagePullPolicy`; the other options of init
 * steps are for the container that applies the migrations, but for `containerName`, which both have, and `security`, by which both run.
 * Liquibase alone has a ConfigMap, with the root
 * changelog that is made for it.
 */
export interface InitMigrationsProps extends InitStepOptions {
  /**
   * The program that applies the migrations.
   */
  readonly tool: MigrationTool;

  /**
   * Where the migrations come from.
   */
  readonly source: MigrationSource;

  /**
   * Where the migrations are applied: in the init containers of the pods, or in a Job.
   *
   * @default MigrationStrategy.initContainer()
   */
  readonly strategy?: MigrationStrategy;

  /**
   * The database. Locks hold in a session, so nothing on the way may pool by transaction or statement. All tools but custom ones need its name,
   * a user and a password.
   */
  readonly database: Database;

  /**
   * Table of the database in which the tool notes what was applied. Custom tools have their own. Set it before you move or rename the construct:
   * another table knows nothing of what was applied. Two apps that share a database need two tables; with other files, one table is an error within a chart.
   *
   * @default - the construct's path, as in `shop_web_migrations`
   */
  readonly historyTable?: string;

  /**
   * How long a pod waits for another one that is applying the same migrations. A rollout that takes longer than the workload's progress
   * deadline counts as failed. Custom tools have a timeout of their own.
   *
   * @default Duration.minutes(5)
   */
  readonly lockTimeout?: Duration;
}

/**
 * Migrations of a database that are applied before the app starts, each exactly once, however many pods start at the same time.
 *
 * It does not wait for the database: create a `WaitFor` before. When a migration fails, the pod does not start, and its log says why:
 * a rolling update stops there, and the old pods go on.
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
   * The init container: it applies the migrations, or waits until the Job has.
   */
  public readonly container: kplus.Container;

  /**
   * The Job that applies the migrations, if the strategy has one. What you change in its pods gives it another name, because Kubernetes
   * changes no Job.
   */
  public readonly job?: kplus.Job;

  /**
   * The table of the database in which the tool notes what was applied.
   */
  public readonly historyTable: string;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there are no files, two have one version, a name would be skipped, they are above 1 MiB, a Secret is in another namespace,
   * the database is an ambassador that starts later or pools by transaction or statement, other migrations have the same history, or several pods can start at once and the tool takes no lock;
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
    throw new Error(`historyTable '${table}' of ${at(where)} is not a valid name for a table: use at most 63 lowercase letters, digits and '_', no digit first`);
  }
  return table;
}

function tableOf(construct: Construct): string {
  const path = construct.node.path.split('/').filter((part) => part !== 'Default' && part !== 'Resource');
  const name = path.map(kebabCase).join('_').replace(/[^a-z0-9]+/g, '_').replace(/^(?=\d)/, '_');
  return name.length <= 63 ? name : `${name.slice(0, 54)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
