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
   * The Service of the workload. Its ports that target the app are changed to target the proxy.
   *
   * @default - no Service is changed
   */
  readonly service?: kplus.Service;

  /**
   * Whether clients reach the proxy in a way that this app does not define: by a Service that is defined elsewhere, or through another container of
   * the pod. Without it, a proxy that no Service targets is an error at synthesis.
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
   * Port of the app, which must listen on localhost.
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
   * @default - 8080, with TLS 8443, or the next free port of the pod
   */
  readonly port?: number;

  /**
   * Headers by name that the proxy sets in requests to the app, replacing those of the client. `Host`, `X-Real-IP`, `X-Forwarded-For`,
   * `X-Forwarded-Proto` and `X-Request-ID` are always set; setting one here replaces its value.
   *
   * @default - only those
   */
  readonly requestHeaders?: { [name: string]: HeaderValue };

  /**
   * Headers by name that the proxy sets in responses to clients, replacing those of the app. They are not set in responses on the health path.
   *
   * @default - the headers of the app
   */
  readonly responseHeaders?: { [name: string]: HeaderValue };

  /**
   * Networks of the proxies in front of this one, such as `10.0.0.0/8`, whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted.
   *
   * @default - no proxy is trusted: the address of the connection counts as the client's
   */
  readonly trustedProxies?: string[];

  /**
   * Path on which the proxy itself answers with status 200, for probes. These requests are not forwarded to the app.
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
   * Size limit of request bodies. Larger requests get status 413.
   *
   * @default - 10 MiB; for gRPC there is no limit
   */
  readonly maxBodySize?: Size;

  /**
   * Limit of the requests that each client address may send.
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
   * How long requests may take to finish after `stopDelay`, before the app receives SIGTERM. The proxy waits for them until the grace period of the
   * pod ends, which is lengthened if necessary. Whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly drainTime?: Duration;
}
