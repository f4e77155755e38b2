import { planEnvoy } from './envoy/envoy';
import { EnvoyReverseProxyOptions } from './envoy/options';
import { planNginx } from './nginx/nginx';
import { NginxReverseProxyOptions } from './nginx/options';
import { ReverseProxyContext } from './reverse-proxy-context';
import { ReverseProxyPlan } from './reverse-proxy-plan';

/**
 * The program of a reverse proxy.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, ReverseProxy, ReverseProxyProgram } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 3000 }] });
 * new ReverseProxy(web, 'Proxy', {
 *   service: web.exposeViaService({ ports: [{ port: 80, targetPort: 3000 }] }),
 *   program: ReverseProxyProgram.nginx({ compression: {} }),
 * });
 */
export class ReverseProxyProgram {
  /**
   * nginx, with an optional cache, compression and static files.
   *
   * Limits:
   * - A response that the app streams in small parts reaches the client in larger parts, unless the app sends `X-Accel-Buffering: no`.
   *
   * @see https://nginx.org/en/docs/
   */
  public static nginx(options: NginxReverseProxyOptions = {}): ReverseProxyProgram {
    return new ReverseProxyProgram((context) => planNginx(options, context));
  }

  /**
   * Envoy, with metrics, a JSON log and traces of the requests that it forwards, for an app that has none.
   *
   * Limits:
   * - A request body without `Content-Length` is forwarded once it has arrived completely, except for WebSockets and gRPC. The pause between two
   *   parts of a body may be as long as the `response` timeout.
   * - The rate limit remembers the last 10,000 clients.
   * - `HeaderValue.appResponseTime()` is in whole milliseconds. Header names become lowercase.
   *
   * @see https://www.envoyproxy.io/docs/envoy/latest/
   */
  public static envoy(options: EnvoyReverseProxyOptions = {}): ReverseProxyProgram {
    return new ReverseProxyProgram((context) => planEnvoy(options, context), options.metrics?.port);
  }

  private constructor(
    private readonly plan: (context: ReverseProxyContext) => ReverseProxyPlan,
    /** @internal */
    public readonly _metricsPort?: number,
  ) {}

  /**
   * @internal
   */
  public _plan(context: ReverseProxyContext): ReverseProxyPlan {
    return this.plan(context);
  }
}
