import { checkCapabilities, ProxyName } from './capabilities';
import { planCustomProxy } from './custom';
import { EnvoyOptions, planEnvoy } from './envoy/envoy';
import { HaproxyOptions, planHaproxy } from './haproxy/haproxy';
import { NginxOptions, planNginx } from './nginx/nginx';
import { PgBouncerOptions } from './pgbouncer/options';
import { planPgBouncer } from './pgbouncer/pgbouncer';
import { ProxyContext, ProxyPlan } from './proxy-plan';
import { Program } from '../core/pod/decided-resources';
import { RunningProgramOptions } from '../core/pod/program-options';

/**
 * The program that forwards the app's connections to the upstreams.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AmbassadorProgram, AmbassadorProxy, AppContainer, ConnectionPooling, Database, Upstream } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'orders-database');
 * const orders = Database.postgres({ host: 'orders.postgres.svc', name: 'orders', user: 'app', password: { secret, key: 'password' } });
 * new AmbassadorProxy(web, 'Pool', {
 *   program: AmbassadorProgram.pgBouncer({ pooling: ConnectionPooling.TRANSACTION }),
 *   upstreams: [Upstream.database(orders)],
 * });
 */
export class AmbassadorProgram {
  /**
   * Envoy: TCP, HTTP/1.1, HTTP/2, gRPC and Redis, with every policy. This is the default.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/
   */
  public static envoy(options: EnvoyOptions = {}): AmbassadorProgram {
    return AmbassadorProgram.named('envoy', (context) => planEnvoy(options, context));
  }

  /**
   * HAProxy: TCP, HTTP/1.1 and health checks of databases that log in.
   *
   * HTTP requests are retried immediately on another address, or after one second on the same one. A request that was not sent yet is retried
   * whatever its method; a request that was sent is retried only if it is at most 36 KiB long. Limits of HTTP connections need a single address. A
   * renewed certificate needs a
   * restart. Names without a dot are Services in the pod's namespace; Services in other namespaces end in `.svc` or with the cluster's domain.
   *
   * @see https://docs.haproxy.org/3.2/configuration.html
   */
  public static haproxy(options: HaproxyOptions = {}): AmbassadorProgram {
    return AmbassadorProgram.named('haproxy', (context) => planHaproxy(options, context));
  }

  /**
   * nginx: TCP and HTTP/1.1, for teams that know nginx.
   * Each request uses its own connection and is sent once, to an address chosen by weight. A renewed client certificate is used immediately, but
   * another authority needs a restart. Names without a dot are Services in the pod's namespace; Services in other namespaces end in `.svc` or with
   * the
   * cluster's domain.
   *
   * @see https://nginx.org/en/docs/
   */
  public static nginx(options: NginxOptions = {}): AmbassadorProgram {
    return AmbassadorProgram.named('nginx', (context) => planNginx(options, context));
  }

  /**
   * PgBouncer: lets many clients share a few connections to PostgreSQL.
   * The app logs in to PgBouncer with SCRAM, as it would log in to the server. It supports one upstream, whose certificate is verified against its
   * host. Renewed certificates need a restart.
   *
   * @see https://www.pgbouncer.org/config.html
   */
  public static pgBouncer(options: PgBouncerOptions): AmbassadorProgram {
    return AmbassadorProgram.named('pgBouncer', (context) => planPgBouncer(options, context));
  }

  /**
   * Any other program. It must listen on the local ports, and its own configuration must forward them to the upstreams.
   */
  public static custom(program: RunningProgramOptions): AmbassadorProgram {
    return new AmbassadorProgram({ role: 'proxy', plan: (context) => planCustomProxy(program, context) });
  }

  private static named(name: ProxyName, plan: (context: ProxyContext) => ProxyPlan): AmbassadorProgram {
    return new AmbassadorProgram({
      role: 'proxy',
      plan: (context) => {
        checkCapabilities(context.owner, name, context.upstreams);
        return plan(context);
      },
    });
  }

  /**
   * @internal
   */
  public readonly _program: Program<ProxyContext, ProxyPlan>;

  private constructor(program: Program<ProxyContext, ProxyPlan>) {
    this._program = program;
  }
}
