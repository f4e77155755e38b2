import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AllowedPeer } from './allowed-peer';
import { TlsCertificate } from './tls-certificate';
import { ScrapedSidecarOptions } from '../primitives/scraped-sidecar-options';
import { AccessLog } from '../programs/access-log';

/**
 * Properties of mutual TLS. There is no ConfigMap.
 */
export interface MutualTlsProps extends ScrapedSidecarOptions {
  /**
   * The server's certificate, and the authorities of its clients.
   */
  readonly certificate: TlsCertificate;

  /**
   * Key of a Secret with the certificates of the authorities of clients, in PEM. Needed where the certificate's Secret has no `ca.crt`, as from ACME issuers.
   *
   * @default - `ca.crt` of the certificate's Secret
   */
  readonly caCertificate?: kplus.SecretValue;

  /**
   * Who may connect.
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
   * @default - none is changed
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
   * Port that clients connect to.
   *
   * @default - 8443, or the next one that is free in the pod
   */
  readonly port?: number;

  /**
   * For an app that cannot listen on 127.0.0.1: a NetworkPolicy lets no other pod connect to any port but `port` and those named here.
   * It needs a cluster that enforces NetworkPolicies.
   *
   * @default - none: the app listens on 127.0.0.1 only
   */
  readonly admitOtherPorts?: number[];

  /**
   * How often the certificate is read again. Connections go on.
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
   * How long connections may take to finish after that, before the app receives SIGTERM. The grace period of the pod is lengthened where it
   * must be. Whole seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly drainTime?: Duration;

  /**
   * Port on the pod's address for status and metrics (`/_status`, `/_metrics/prometheus`).
   *
   * @default - 6060, or the next one that is free in the pod
   */
  readonly healthPort?: number;

  /**
   * A line for each connection that is admitted, with the name in the client's certificate and its address, and one when it ends with bytes and
   * time. Connections that are refused have a line in any case, with the address and the reason; ghostunnel does not write whom it refuses.
   * It cannot be a file.
   *
   * @default AccessLog.off()
   */
  readonly accessLog?: AccessLog;

  /**
   * Image of ghostunnel, pinned.
   *
   * @default - of the image table
   */
  readonly image?: string;
}
