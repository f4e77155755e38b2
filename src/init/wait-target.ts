import * as kplus from 'cdk8s-plus-28';
import { checkMariadbClient } from './mariadb-client';
import { CommandTargetOptions, DatabaseTargetOptions, HttpTargetOptions, RedisTargetOptions, TcpTargetOptions, WaitTargetOptions } from './wait-target-options';
import { checkUrl } from '../core/plain-text/urls';
import { HeaderOptions } from '../core/pod/header-options';
import { LoginOptions } from '../core/pod/login-options';
import { ProgramName } from '../core/settings/known-programs';
import { checkGiven } from '../core/values/given';
import { statusPatterns } from '../core/values/status-codes';
import { checkDatabase, Database } from '../primitives/database';
import { DatabaseKind } from '../primitives/database-options';
import { Endpoint } from '../primitives/endpoint';
import { SharedVolume } from '../primitives/shared-volume';

/**
 * How a target is asked.
 *
 * @internal
 */
export interface WaitSpec {
  readonly name: string;
  /** The script wait-PROBE.sh. */
  readonly probe: string;
  /** Targets of one group and image share a container. */
  readonly group: string;
  readonly image: string | undefined;
  /** Where no image is named. */
  readonly pinned?: ProgramName;
  /** What the script reads, without its prefix. */
  readonly settings?: { [name: string]: string | undefined };
  readonly login?: LoginOptions;
  readonly database?: { readonly database: Database; readonly query?: string };
  readonly headers?: HeaderOptions;
  readonly caCertificate?: kplus.SecretValue;
  readonly file?: { readonly volume: SharedVolume; readonly path: string };
  readonly command?: CommandTargetOptions;
}

/**
 * A server, file or command that must be available before the app starts.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, WaitFor, WaitTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * new WaitFor(web, 'Needs', {
 *   targets: [
 *     WaitTarget.tcp({ host: 'queue', port: 5672 }),
 *     WaitTarget.http('http://users/healthz', { healthyStatuses: [200, 204] }),
 *   ],
 * });
 */
export class WaitTarget {
  /**
   * A port that accepts connections. An ambassador of the pod accepts them even if its upstream does not answer: to check the upstream, use
   * `database()` and the other targets.
   *
   * @throws if the host or the port is not valid
   */
  public static tcp(options: TcpTargetOptions): WaitTarget {
    checkGiven('a tcp target', options, 'port');
    const { host, port, address } = endpoint(options.host, options.port);
    return new WaitTarget({ ...BUSYBOX, name: options.name ?? `tcp ${address}`, probe: 'tcp', settings: { HOST: host, PORT: String(port) } });
  }

  /**
   * A name that resolves to an address, also by the search domains of the pod.
   *
   * @throws if it is not a host name
   */
  public static dns(hostName: string, options: WaitTargetOptions = {}): WaitTarget {
    checkGiven('a dns target', { hostName }, 'hostName');
    const { host } = endpoint(hostName, 1);
    return new WaitTarget({ ...BUSYBOX, name: options.name ?? `dns ${host}`, probe: 'dns', settings: { HOST: host } });
  }

  /**
   * A file that appears on a shared volume, written by a sidecar that starts earlier or by another pod.
   *
   * @param volume the volume, of the same pod
   * @param path path below the volume's root
   * @throws if the path is empty, leads out of the volume or has a newline
   */
  public static file(volume: SharedVolume, path: string, options: WaitTargetOptions = {}): WaitTarget {
    checkGiven('a file target', { path }, 'path');
    if (/^\/*$/.test(path) || /[\n\0]/.test(path) || path.split('/').some((part) => part === '..')) {
      throw new Error(`file ${JSON.stringify(path)} of a wait is not a path below its volume: write it without '..' and newlines, relative to the volume`);
    }
    checkGiven('a file target', { volume: volume?.volume }, 'volume');
    const relative = path.replace(/^\/+/, '');
    return new WaitTarget({ ...BUSYBOX, name: options.name ?? `file ${relative}`, probe: 'file', file: { volume, path: relative } });
  }

  /**
   * A URL that answers over HTTP or HTTPS. The server's certificate is verified.
   *
   * @param url URL without secrets, because everybody can read it in the manifest
   * @throws if it is not an http or https URL, has credentials in it, or a status code is not valid
   */
  public static http(url: string, options: HttpTargetOptions = {}): WaitTarget {
    return new WaitTarget({
      name: options.name ?? `http ${url}`,
      probe: 'http',
      group: 'http',
      image: options.image,
      pinned: 'curl',
      settings: { URL: checkUrl('a wait target', url, options.caCertificate), STATUS: statusPatterns(url, options.healthyStatuses, '2??') },
      headers: options,
      caCertificate: options.caCertificate,
    });
  }

  /**
   * A database that accepts connections, or returns a row for a query. PostgreSQL is checked with `pg_isready` and `psql`, MySQL and MariaDB with
   * `mariadb-admin ping` and `mariadb`; if the database has no user, as 'postgres' or 'root'.
   *
   * @throws if the query is empty, or the image is that of MySQL, which lacks these clients
   */
  public static database(database: Database, options: DatabaseTargetOptions = {}): WaitTarget {
    checkDatabase('a wait', database);
    if (options.query?.trim() === '') {
      throw new Error(`query of ${database.kind} ${database.endpoint.address} is empty: write one or leave it out`);
    }
    const isPostgres = database.kind === DatabaseKind.POSTGRES;
    const [probe, pinned] = isPostgres ? ['postgres', 'postgres'] as const : ['mysql', 'mariadb'] as const;
    if (!isPostgres) {
      checkMariadbClient(options.image, `of a ${database.kind} target`);
    }
    const { query = database._options.password && 'SELECT 1', image } = options;
    return new WaitTarget({ name: options.name ?? `${probe} ${database.endpoint.address}`, probe, group: probe, image, pinned, database: { database, query } });
  }

  /**
   * A Redis server that answers PING without an error: it has loaded its data and accepts the password.
   *
   * @throws if the host or the port is not valid, two users are named, or one has no password
   */
  public static redis(options: RedisTargetOptions): WaitTarget {
    checkGiven('a redis target', options, 'host');
    const { host, port, address } = endpoint(options.host, options.port ?? 6379);
    const { user, userSecret, password, caCertificate, image, name = `redis ${address}` } = options;
    if ((user !== undefined || userSecret) && !password) {
      throw new Error(`redis ${address} of a wait has a user without a password, so it cannot log in: set 'password', or leave the user out`);
    }
    return new WaitTarget({
      name, probe: 'redis', group: 'redis', image, pinned: 'redis', settings: { HOST: host, PORT: String(port) }, login: { user, userSecret, password }, caCertificate,
    });
  }

  /**
   * A command that succeeds, in a container of its own.
   *
   * @throws if there is no command or no image
   */
  public static command(options: CommandTargetOptions): WaitTarget {
    checkGiven('a command target', options, 'image', 'command');
    const { image, command } = options;
    if (command.length === 0 || image === '') {
      throw new Error(`command [${command.join(' ')}] with image '${image}' of a wait lacks one of them: set both`);
    }
    return new WaitTarget({ name: options.name ?? `command ${command[0]}`, probe: 'command', group: 'command', image, command: options });
  }

  private constructor(private readonly spec: WaitSpec) {
    if (spec.name === '' || /[\n\0]/.test(spec.name)) {
      throw new Error(`name ${JSON.stringify(spec.name)} of a wait target is empty or has a newline: keep it on one line`);
    }
  }

  /**
   * @internal
   */
  public get _spec(): WaitSpec {
    return this.spec;
  }
}

const BUSYBOX = { group: 'network', image: undefined, pinned: 'busybox' } as const;

/** A leading '-' would be an option of the program that connects. */
function endpoint(host: string | undefined, port: number): Endpoint {
  if (host?.startsWith('-')) {
    throw new Error(`host '${host}' of a wait target is not a host: use a host name or an address`);
  }
  return new Endpoint({ host, port });
}
