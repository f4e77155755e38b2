import { Duration } from 'cdk8s';
import { TlsCertificate } from './tls-certificate';

/**
 * What the app speaks.
 */
export enum ReverseProxyProtocol {
  /** HTTP/1.1, with WebSockets. */
  HTTP = 'http',
  /** gRPC over HTTP/2 without TLS. Clients of the proxy use HTTP/2 too. */
  GRPC = 'grpc',
}

/**
 * How long a reverse proxy waits.
 */
export interface ReverseProxyTimeouts {
  /**
   * For the connection to the app, 75 seconds at most.
   *
   * @default Duration.seconds(5)
   */
  readonly connect?: Duration;

  /**
   * For the app's response to start, and between two parts of it. A WebSocket or a stream on which nothing comes for so long is closed.
   *
   * @default Duration.seconds(60)
   */
  readonly response?: Duration;

  /**
   * For the headers of a request, and between two parts of its body.
   *
   * @default Duration.seconds(60)
   */
  readonly request?: Duration;

  /**
   * For the next request on a connection that a client keeps open.
   *
   * @default Duration.seconds(75)
   */
  readonly idle?: Duration;
}

/**
 * TLS between clients and a reverse proxy.
 */
export interface ReverseProxyTls {
  /**
   * The server's certificate. A renewed one is taken up within seconds after it has reached the pod, without a restart; connections stay.
   */
  readonly certificate: TlsCertificate;
}
