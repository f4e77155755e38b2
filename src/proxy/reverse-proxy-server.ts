import { ContainerPlan } from '../private/container-plan';
import { ProxyContext } from '../private/proxy-context';
import { planNginx } from './nginx/nginx';
import { NginxReverseProxyOptions } from './nginx/options';

/**
 * The program of a reverse proxy.
 */
export class ReverseProxyServer {
  /**
   * nginx, with a cache, compression and static files on request.
   *
   * What it cannot promise:
   * - A response that the app sends bit by bit reaches the client in larger parts, unless the app sends `X-Accel-Buffering: no`.
   * - Headers of requests whose names have an underscore or a dot are dropped.
   * - It listens on IPv4.
   *
   * @see https://nginx.org/en/docs/
   */
  public static nginx(options: NginxReverseProxyOptions = {}): ReverseProxyServer {
    return new ReverseProxyServer((context) => planNginx(options, context));
  }

  private constructor(private readonly plan: (context: ProxyContext) => ProxyPlan) {}

  /**
   * @internal
   */
  public _plan(context: ProxyContext): ProxyPlan {
    return this.plan(context);
  }
}

/**
 * A container without its name, port and probes.
 *
 * @internal
 */
export type ProxyPlan = Omit<ContainerPlan, 'name' | 'ports'>;
