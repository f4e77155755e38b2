import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HeaderValue } from './header-value';
import { ReverseProxyProtocol, ReverseProxyTimeouts, ReverseProxyTls } from './reverse-proxy-options';
import { ReverseProxyProgram } from './reverse-proxy-program';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { ProxyLimits } from '../programs/proxy-limits';
import { RateLimit } from '../programs/rate-limit';

/**
 * Properties of a reverse proxy.
 */
export interface ReverseProxyProps extends ScrapedSidecarOptions, ProxyLimits {
  /**
   * The program.
   *
   * @default ReverseProxyProgram.nginx()
   */
  readonly program?: ReverseProxyProgram;

  /**
   * The Service of the workload. Its ports that target the app then target the proxy.
   *
   * @default - no Service is changed
   */
  readonly service?: kplus.Service;

  /**
   * Whether clients reach the proxy in a way that is not part of this app: by a Service that is written elsewhere, or through another container of the pod.
   * Otherwise a proxy that no Service leads to fails the synthesis.
   *
   * @default false
   */
  readonly serviceElsewhere?: boolean;

  /**
   * The container of the app.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * Port of the app, which it must have open on localhost.
   *
   * @default - the first port of the app's container
   */
  readonly appPort?: number;

  /**
   * The protocol of the app.
   *
   * @default ReverseProxyProtocol.HTTP
   */
  readonly appProtocol?: ReverseProxyProtocol;

  /**
   * Port that the proxy listens on.
   *
   * @default - 8080, with TLS 8443, or the next one that is free
   */
  readonly port?: number;

  /**
   * Headers that the app gets, by name, in place of those of the client. `Host`, `X-Real-IP`, `X-Forwarded-For`, `X-Forwarded-Proto` and
   * `X-Request-ID` are set anyway; naming one replaces it.
   *
   * @default - only those
   */
  readonly requestHeaders?: { [name: string]: HeaderValue };

  /**
   * Headers that clients get, by name, in place of those of the app. Responses on the health path have none of them.
   *
   * @default - those of the app
   */
  readonly responseHeaders?: { [name: string]: HeaderValue };

  /**
   * Networks of proxies before this one, such as `10.0.0.0/8`, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
   *
   * @default - none: the client is who opens the connection
   */
  readonly trustedProxies?: string[];

  /**
   * Path on which the proxy itself answers with status 200, for probes. The app gets no request for it.
   *
   * @default '/healthz/proxy'
   */
  readonly healthPath?: string;

  /**
   * Timeouts.
   *
   * @default - 5 seconds for a connection to the app, 60 for its response and for requests, 75 for idle clients
   */
  readonly timeouts?: ReverseProxyTimeouts;

  /**
   * The size limit of a request's body. Larger ones get status 413.
   *
   * @default - 10 MiB; for gRPC there is no limit
   */
  readonly maxBodySize?: Size;

  /**
   * Limits how many requests each client address may send.
   *
   * @default - no limit
   */
  readonly rateLimit?: RateLimit;

  /**
   * TLS for clients.
   *
   * @default - no TLS
   */
  readonly tls?: ReverseProxyTls;

  /**
   * How long the proxy keeps accepting requests after the deletion of the pod, because Services may still send them to this pod.
   * Whole seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly stopDelay?: Duration;

  /**
   * How long requests may take to finish after that, before the app receives SIGTERM. The proxy itself waits for them until the
   * grace period of the pod ends, which is lengthened where it must be. Whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly drainTime?: Duration;
}
