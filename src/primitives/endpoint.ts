import { isIPv6 } from 'net';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { EndpointServer } from './endpoint-server';
import { checkClient, checkSamePod } from '../core/pod/client';
import { noteLocalEndpoint } from '../core/pod/local-endpoints';
import { provideVariables } from '../core/pod/variables';

/**
 * How long a client of a database proxy keeps its connection to the server.
 *
 * @see https://www.pgbouncer.org/features.html
 */
export enum ConnectionPooling {
  /** For as long as the client is connected, as without a proxy. */
  SESSION = 'session',
  /** For one transaction: locks and settings of a session do not hold. */
  TRANSACTION = 'transaction',
  /** For one statement. */
  STATEMENT = 'statement',
}

/**
 * Properties of an endpoint.
 */
export interface EndpointProps {
  /**
   * Port, from 1 to 65535.
   */
  readonly port: number;

  /**
   * Host name or address.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string;

  /**
   * How a database proxy at the endpoint pools connections.
   *
   * @default ConnectionPooling.SESSION
   */
  readonly pooling?: ConnectionPooling;
}

/**
 * Names of the environment variables that lead to an endpoint. Those left out are not set.
 */
export interface EndpointVariables {
  /**
   * Variable for the host, such as `PGHOST`.
   *
   * @default - not set
   */
  readonly host?: string;

  /**
   * Variable for the port, such as `PGPORT`.
   *
   * @default - not set
   */
  readonly port?: string;

  /**
   * Variable for `host:port`, such as `REDIS_ADDR`.
   *
   * @default - not set
   */
  readonly address?: string;

  /**
   * Variable for `scheme://host:port`, such as `REDIS_URL`.
   *
   * @default - not set
   */
  readonly url?: string;

  /**
   * Scheme of `url`.
   *
   * @default 'http'
   */
  readonly scheme?: string;
}

/**
 * A host and port that containers of the pod can reach.
 *
 * `provideTo()` refuses a container that cannot reach it. Copied as text, as in `EnvValue.fromValue(endpoint.host)`, an address belongs to nobody, and
 * nothing refuses the `127.0.0.1` of another pod.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Endpoint } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const queue = new Endpoint({ host: 'queue.shop.svc', port: 5672 });
 * queue.provideTo(app.container, { host: 'QUEUE_HOST', port: 'QUEUE_PORT' });
 */
export class Endpoint {
  /**
   * Of a sidecar, which only its own pod reaches.
   *
   * @internal
   */
  public static _of(props: EndpointProps, server: EndpointServer, encrypts = false): Endpoint {
    const endpoint = new Endpoint(props);
    endpoint.server = server;
    endpoint.encrypts = encrypts;
    noteLocalEndpoint(server.owner, endpoint.port);
    return endpoint;
  }

  /**
   * Host name or address.
   */
  public readonly host: string;

  /**
   * Port.
   */
  public readonly port: number;

  /**
   * How a database proxy at the endpoint pools connections.
   */
  public readonly pooling: ConnectionPooling;

  private server?: EndpointServer;
  private encrypts = false;

  /**
   * @throws if the port is not valid or the host is not valid
   */
  constructor(props: EndpointProps) {
    const { host = '127.0.0.1', port, pooling = ConnectionPooling.SESSION } = props ?? {};
    this.host = host;
    this.port = port;
    this.pooling = pooling;
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Error(`port ${port} of an endpoint is not a port: use a whole number from 1 to 65535`);
    }
    if (!/^[A-Za-z0-9._][A-Za-z0-9._-]*$/.test(this.host) && !isIPv6(this.host)) {
      throw new Error(`host '${this.host}' of an endpoint is not a host: use a host name or an address without blanks and port`);
    }
  }

  /**
   * Whether what is behind it encrypts on the way to the server.
   *
   * @internal
   */
  public get _encrypts(): boolean {
    return this.encrypts;
  }

  /**
   * `host:port`. It is a text, so that nobody checks who uses it: prefer `provideTo()`, which refuses a container of another workload.
   */
  public get address(): string {
    return `${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`;
  }

  /**
   * Fails for a container that cannot reach it.
   *
   * @internal
   */
  public _checkClient(client: kplus.Container): void {
    if (this.server) {
      checkClient(client, this.server.owner, this.server.container);
    }
  }

  /**
   * Fails for a construct whose containers cannot reach it.
   *
   * @internal
   */
  public _checkUser(user: Construct): void {
    if (this.server) {
      checkSamePod(user, this.server.owner, `endpoint ${this.address}`);
    }
  }

  /**
   * Gives the endpoint to a container as environment variables.
   *
   * @param container the container whose program talks to the endpoint
   * @param variables names of the variables that the program reads
   * @throws if no variable is named, a name or the scheme is wrong, the container has a variable of that name, or the endpoint is that of a
   * sidecar which the container cannot reach: it is in another workload, or ends before the sidecar starts
   */
  public provideTo(container: kplus.Container, variables: EndpointVariables): void {
    this._checkClient(container);
    const { scheme = 'http' } = variables ?? {};
    if (!/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) {
      throw new Error(`scheme ${JSON.stringify(scheme)} for endpoint ${this.address} in container '${container.name}' is not valid: write it like 'http' or 'redis'`);
    }
    const values: [string | undefined, string][] = [
      [variables?.host, this.host],
      [variables?.port, String(this.port)],
      [variables?.address, this.address],
      [variables?.url, `${scheme}://${this.address}`],
    ];
    const named = values.filter(([name]) => name !== undefined) as [string, string][];
    if (named.length === 0) {
      throw new Error(`no environment variable is given for endpoint ${this.address} in container '${container.name}':`
        + ' set at least one of host, port, address and url');
    }
    named.forEach(([name, value]) => provideVariables(container, { [name]: value }));
  }
}
