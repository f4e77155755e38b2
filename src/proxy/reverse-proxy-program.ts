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
   * nginx, with a cache, compression and static files on request.
   *
   * What it cannot promise:
   * - A response that the app sends bit by bit reaches the client in larger parts, unless the app sends `X-Accel-Buffering: no`.
   * @see https://nginx.org/en/docs/
   */
  public static nginx(options: NginxReverseProxyOptions = {}): ReverseProxyProgram {
    return new ReverseProxyProgram((context) => planNginx(options, context));
  }

  /**
   * Envoy, with metrics, a log in JSON and traces of the requests that it forwards, for an app that has none of its own.
   *
   * What it cannot promise:
   * - The body of a request whose length is not said beforehand reaches the app when it is there as a whole, unless it is a WebSocket or
   *   gRPC. Between two parts of a body may be as much time as the `response` timeout.
   * - It keeps the last 10,000 clients in mind for the rate limit.
   * - `HeaderValue.appResponseTime()` is in whole milliseconds. Names of headers get lowercase.
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
