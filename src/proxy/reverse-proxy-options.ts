import { Duration } from 'cdk8s';
import { TlsCertificate } from './tls-certificate';
import { Timeouts } from '../programs/timeouts';

/**
 * The protocol of the app.
 */
export enum ReverseProxyProtocol {
  /** HTTP/1.1, with WebSockets. */
  HTTP = 'http',
  /** gRPC over HTTP/2 without TLS. Clients of the proxy use HTTP/2 too. */
  GRPC = 'grpc',
}

/**
 * Timeouts of a reverse proxy.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout
 */
export interface ReverseProxyTimeouts extends Timeouts {
  /**
   * How long a client may take to send the headers of a request, and between two parts of its body.
   *
   * @default Duration.seconds(60)
   */
  readonly client?: Duration;
}

/**
 * TLS between clients and a reverse proxy.
 *
 * @see https://nginx.org/en/docs/http/configuring_https_servers.html
 */
export interface ReverseProxyTls {
  /**
   * The server's certificate. A renewed certificate is used within seconds after it has reached the pod, without a restart. Open connections
   * continue.
   */
  readonly certificate: TlsCertificate;
}
