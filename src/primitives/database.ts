import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DatabaseKind, DatabaseOptions } from './database-options';
import { DatabaseVariables } from './database-variables';
import { Endpoint } from './endpoint';
import { DatabaseTls, ReachedDatabase } from './reached-database';
import { toLogin } from '../core/pod/login';
import { certificateMount, checkKey } from '../core/pod/secrets';
import { plainVariable, provideVariables } from '../core/pod/variables';
import { at } from '../core/values/errors';

/**
 * A database: its address, name, user, password, and the authority that its certificate is verified with. Describe it once, and pass it to the
 * patterns that wait for it, migrate it, measure it or connect to it, and to the containers that use it.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, DatabaseVariables, InitMigrations, MigrationSource, MigrationTool, WaitFor, WaitTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database');
 * const orders = Database.postgres({
 *   host: 'orders.postgres.svc', name: 'orders', user: 'app', password: { secret, key: 'password' }, caCertificate: { secret, key: 'ca.crt' },
 * });
 *
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new WaitFor(web, 'Wait', { targets: [WaitTarget.database(orders)] });
 * new InitMigrations(web, 'Migrations', { tool: MigrationTool.psql(), source: MigrationSource.inline({ '1_orders.sql': 'CREATE TABLE orders (id bigint);' }), database: orders });
 * orders.provideTo(app.container, DatabaseVariables.libpq());
 */
export class Database {
  /**
   * A PostgreSQL database.
   *
   * @throws if the host or the port is not valid, two users are named, or a certificate is named without TLS
   */
  public static postgres(options: DatabaseOptions = {}): Database {
    return Database.create(DatabaseKind.POSTGRES, options);
  }

  /**
   * A MySQL database.
   *
   * @throws if the host or the port is not valid, two users are named, or a certificate is named without TLS
   */
  public static mysql(options: DatabaseOptions = {}): Database {
    return Database.create(DatabaseKind.MYSQL, options);
  }

  /**
   * A MariaDB database.
   *
   * @throws if the host or the port is not valid, two users are named, or a certificate is named without TLS
   */
  public static mariadb(options: DatabaseOptions = {}): Database {
    return Database.create(DatabaseKind.MARIADB, options);
  }

  private static create(kind: DatabaseKind, options: DatabaseOptions): Database {
    const { endpoint, host, port, name, user, userSecret, tls, caCertificate } = options ?? {};
    const whose = `${kind} database${name === undefined ? '' : ` '${name}'`}`;
    if (endpoint && (host !== undefined || port !== undefined)) {
      throw new Error(`${whose} has an 'endpoint' and a 'host' or 'port': leave one of them out`);
    }
    const place = endpoint ?? new Endpoint({ host, port: port ?? PORTS[kind] });
    if (place.host.startsWith('-')) {
      throw new Error(`host '${place.host}' of ${whose} is not a host: use a host name or an address`);
    }
    for (const [what, text] of Object.entries({ name, user })) {
      if (text !== undefined && (typeof text !== 'string' || text.trim() === '' || /[\0-\x1f\x7f]/.test(text))) {
        throw new Error(`${what} ${JSON.stringify(text)} of ${whose} is empty or has a control character: write one or leave it out`);
      }
    }
    if (user !== undefined && userSecret) {
      throw new Error(`${whose} has both 'user' and 'userSecret': leave one of them out`);
    }
    if (caCertificate && tls === false) {
      throw new Error(`${whose} has a 'caCertificate', which is not used without TLS: leave it out, or leave out 'tls: false'`);
    }
    return new Database(kind, place, options ?? {}, caCertificate ? 'verify-full' : tls === undefined ? undefined : tls ? 'require' : 'disable');
  }

  /**
   * What it is.
   */
  public readonly kind: DatabaseKind;

  /**
   * Where it is reached.
   */
  public readonly endpoint: Endpoint;

  private constructor(kind: DatabaseKind, endpoint: Endpoint, private readonly options: DatabaseOptions, private readonly tls?: DatabaseTls) {
    this.kind = kind;
    this.endpoint = endpoint;
  }

  /**
   * The same database, reached through an ambassador.
   *
   * If the ambassador encrypts, as PgBouncer does, clients do not have to, because they connect to it inside the pod. If it passes on bytes, clients of
   * PostgreSQL still encrypt, but only verify the authority, because the certificate is not valid for 127.0.0.1.
   *
   * @param endpoint the ambassador's
   * @throws if the certificate of MySQL or MariaDB could not be verified
   */
  public through(endpoint: Endpoint): Database {
    const { name, user, userSecret, password, caCertificate } = this.options;
    const login = { endpoint, name, user, userSecret, password };
    if (endpoint._encrypts) {
      return new Database(this.kind, endpoint, login, 'disable');
    }
    if (caCertificate && this.kind !== DatabaseKind.POSTGRES) {
      throw new Error(`${this.kind} database at ${this.endpoint.address} cannot be verified through ${endpoint.address}, because its certificate is not valid for that address:`
        + ' let clients connect without an ambassador');
    }
    return new Database(this.kind, endpoint, { ...login, caCertificate }, this.tls === 'verify-full' ? 'verify-ca' : this.tls);
  }

  /**
   * Gives the database to a container as environment variables. The certificate of the authority is mounted.
   *
   * @param container the container whose program talks to the database
   * @param variables which ones
   * @throws if the container has a variable of that name, or a variable stands for what is not known of the database
   */
  public provideTo(container: kplus.Container, variables: DatabaseVariables): void {
    this.endpoint._checkClient(container);
    const { user, userSecret, password, caCertificate } = this.options;
    const whose = `container '${container.name}'`;
    const secretOf = (value: kplus.SecretValue) => kplus.EnvValue.fromSecretValue({ secret: checkKey(whose, value).secret, key: value.key });
    const mount = caCertificate && caMount(checkKey(whose, caCertificate));
    const values = variables._of(() => whose, {
      ...this.facts(),
      user: userSecret ? secretOf(userSecret) : user === undefined ? undefined : plainVariable(user),
      password: password && secretOf(password),
      caFile: mount && `${mount.path}/ca.crt`,
    });
    provideVariables(container, values);
    if (mount && !container.mounts.some(({ path }) => path === mount.path)) {
      container.mount(mount.path, mount.volume, { readOnly: true });
    }
  }

  /**
   * As a container of a pattern sees it, with the certificate at a path of the pattern's choice.
   *
   * @internal
   */
  public _seenBy(owner: Construct, caPath: string): ReachedDatabase {
    this.endpoint._checkUser(owner);
    const login = toLogin(owner, `database ${this.endpoint.address}`, this.options);
    return Object.assign(this.facts(), login, { caFile: this.options.caCertificate && `${caPath}/ca.crt` });
  }

  /**
   * What a container of a pattern must mount for that.
   *
   * @internal
   */
  public _mounts(owner: Construct, containerName: string, caPath: string, number = 0): kplus.VolumeMount[] {
    const { caCertificate } = this.options;
    return caCertificate ? [certificateMount(owner, containerName, number, caCertificate, caPath)] : [];
  }

  /**
   * What it was made of.
   *
   * @internal
   */
  public get _options(): DatabaseOptions {
    return this.options;
  }

  private facts(): ReachedDatabase {
    const { host, port, address } = this.endpoint;
    return { kind: this.kind, host, port, address, name: this.options.name, plainUser: this.options.user, tls: this.tls };
  }
}

const PORTS = { [DatabaseKind.POSTGRES]: 5432, [DatabaseKind.MYSQL]: 3306, [DatabaseKind.MARIADB]: 3306 };

/** Types do not hold in JavaScript. */
export function checkDatabase(where: Construct | string, database: Database, ...kinds: DatabaseKind[]): Database {
  const whose = () => typeof where === 'string' ? where : at(where);
  if (!database?._options) {
    throw new Error(`database of ${whose()} is not a Database: make it with Database.postgres() or another of its factories`);
  }
  if (kinds.length > 0 && !kinds.includes(database.kind)) {
    throw new Error(`database ${database.endpoint.address} of ${whose()} is of kind '${database.kind}', which its program does not support:`
      + ` use one for ${database.kind}, or make the database with ${kinds.map((kind) => `Database.${kind}()`).join(' or ')}`);
  }
  return database;
}

/** One volume for all containers that get the certificate; it stands beside its Secret, because a container knows nothing of its pod. */
function caMount({ secret, key }: kplus.SecretValue): kplus.VolumeMount {
  const name = `${secret.name}-${key}`.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(-60).replace(/^-+|-+$/g, '');
  const id = `Volume-${key}`;
  const volume = secret.node.tryFindChild(id) as kplus.Volume | undefined
    ?? kplus.Volume.fromSecret(secret, id, secret, { name, items: { [key]: { path: 'ca.crt' } } });
  return { path: `/ca/${name}`, volume, readOnly: true };
}
