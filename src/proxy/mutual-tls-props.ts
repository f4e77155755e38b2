import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AllowedPeer } from './allowed-peer';
import { TlsCertificate } from './tls-certificate';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { AccessLog } from '../programs/access-log';

/**
 * Properties of mutual TLS. `configMapName` is refused, because there is no ConfigMap.
 */
export interface MutualTlsProps extends ScrapedSidecarOptions {
  /**
   * The server's certificate, and the authorities of its clients.
   */
  readonly certificate: TlsCertificate;

  /**
   * Key of a Secret with the certificates of the clients' authorities, as PEM. Required if the certificate's Secret has no `ca.crt`, as with ACME
   * issuers.
   *
   * @default - `ca.crt` of the certificate's Secret
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Clients that may connect.
   */
  readonly allowedPeers: AllowedPeer[];

  /**
   * The container of the app.
   *
   * @default - the first container of the workload that is not a sidecar
   */
  readonly container?: kplus.Container;

  /**
   * Port of the app on 127.0.0.1.
   *
   * @default - the first port of its container
   */
  readonly appPort?: number;

  /**
   * Service whose ports target the app. They then target the proxy.
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
   * Port that clients connect to.
   *
   * @default - 8443, or the next free port of the pod
   */
  readonly port?: number;

  /**
   * Ports that other pods may connect to in addition to `port`. Set it, to `[]` if there are none, for an app that cannot listen on 127.0.0.1: a
   * NetworkPolicy then closes all its other ports. It needs a cluster that enforces NetworkPolicies.
   *
   * @default - no NetworkPolicy: the app must listen on 127.0.0.1 only
   */
  readonly admitOtherPorts?: number[];

  /**
   * Interval at which the certificate is read again. Open connections continue.
   *
   * @default Duration.seconds(30)
   */
  readonly reloadInterval?: Duration;

  /**
   * How long connections are still accepted after the deletion of the pod, because Services may still send them to this pod. Whole seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly stopDelay?: Duration;

  /**
   * How long connections may take to finish after `stopDelay`, before the app receives SIGTERM. The grace period of the pod is lengthened if
   * necessary. Whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly drainTime?: Duration;

  /**
   * Port on the pod's address for status and metrics (`/_status`, `/_metrics/prometheus`).
   *
   * @default - 6060, or the next free port of the pod
   */
  readonly healthPort?: number;

  /**
   * Access log with a line for each accepted connection, which has the name in the client's certificate and its address, and a line with bytes and
   * duration when it ends. Refused connections are always logged with the address and the reason; ghostunnel does not log the name in a refused
   * certificate. It cannot be a file.
   *
   * @default AccessLog.off()
   */
  readonly accessLog?: AccessLog;

  /**
   * Image of ghostunnel, with a tag or digest.
   *
   * @default - that of the image table
   */
  readonly image?: string;
}
