import { ApiObject, Duration, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkNamespace } from '../core/pod/secrets';
import { withDefaults } from '../core/values/defaults';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { wholeSeconds } from '../core/values/quantities';

/**
 * Options of a certificate that cert-manager issues and renews.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export interface CertManagerOptions {
  /**
   * Name of the Issuer or ClusterIssuer.
   */
  readonly issuer: string;

  /**
   * Kind of the issuer.
   *
   * @default 'Issuer'
   */
  readonly issuerKind?: string;

  /**
   * API group of the issuer.
   *
   * @default 'cert-manager.io'
   */
  readonly issuerGroup?: string;

  /**
   * DNS names of the server, such as `secure-app.shop.svc`.
   */
  readonly dnsNames: string[];

  /**
   * Common name (CN) of the certificate's subject, at most 64 bytes. Vault and Venafi issuers require one by default; ACME issuers accept only one of
   * the `dnsNames`.
   *
   * @default - none
   */
  readonly commonName?: string;

  /**
   * Name of the Secret that cert-manager writes the certificate to.
   *
   * @default - derived from the construct's path
   */
  readonly secretName?: string;

  /**
   * How long a certificate is valid.
   *
   * @default - that of cert-manager, 90 days
   */
  readonly duration?: Duration;

  /**
   * How long before it expires a certificate is renewed.
   *
   * @default - that of cert-manager, a third of the duration
   */
  readonly renewBefore?: Duration;
}

/**
 * A certificate with its chain and private key, in the keys `tls.crt` and `tls.key` of a Secret. For mutual TLS, the key `ca.crt` contains the
 * authorities of the peers.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, ReverseProxy, TlsCertificate } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 3000 }] });
 * new ReverseProxy(web, 'Proxy', {
 *   service: web.exposeViaService({ ports: [{ port: 443, targetPort: 3000 }] }),
 *   tls: { certificate: TlsCertificate.certManager({ issuer: 'internal', dnsNames: ['web.shop.svc'] }) },
 * });
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
 */
export class TlsCertificate {
  /**
   * An existing Secret in the namespace of the pod.
   */
  public static fromSecret(secret: kplus.ISecret): TlsCertificate {
    return new TlsCertificate((owner) => {
      checkNamespace(owner, secret);
      return secret;
    });
  }

  /**
   * A Certificate of cert-manager, which the construct creates. ACME issuers, such as Let's Encrypt, write no `ca.crt` into its Secret: mutual TLS
   * then needs `caCertificate`.
   *
   * @see https://cert-manager.io/docs/usage/certificate/
   */
  public static certManager(options: CertManagerOptions): TlsCertificate {
    return new TlsCertificate((owner) => createCertificate(owner, options));
  }

  private constructor(private readonly secretFor: (owner: Construct) => kplus.ISecret) {}

  /**
   * @internal
   */
  public _secret(owner: Construct): kplus.ISecret {
    return this.secretFor(owner);
  }
}

export const CERT_MANAGER = { issuerKind: 'Issuer', issuerGroup: 'cert-manager.io' };

function createCertificate(owner: Construct, options: CertManagerOptions): kplus.ISecret {
  checkGiven(`certificate of ${at(owner)}`, options, 'issuer', 'dnsNames');
  const { issuer, issuerKind, issuerGroup, dnsNames, commonName, secretName, duration, renewBefore } = withDefaults(options, CERT_MANAGER);
  checkNames(owner, dnsNames);
  checkCommonName(owner, commonName);
  for (const [what, name] of Object.entries({ issuer, issuerKind, issuerGroup })) {
    if (name.trim() === '') {
      throw new Error(`${what} of the certificate of ${at(owner)} is empty: set the one of the Issuer or ClusterIssuer`);
    }
  }
  if (secretName !== undefined && !SUBDOMAIN.test(secretName)) {
    throw new Error(`secretName ${JSON.stringify(secretName)} of the certificate of ${at(owner)} is not a valid name for a Secret: use lowercase letters, digits, '-' and '.'`);
  }
  checkLifetime(owner, duration, renewBefore);
  const certificate: ApiObject = new ApiObject(owner, 'Certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    spec: {
      secretName: secretName ?? Lazy.any({ produce: () => certificate.name }),
      commonName,
      dnsNames,
      issuerRef: { name: issuer, kind: issuerKind, group: issuerGroup },
      usages: ['server auth', 'client auth'],
      duration: duration && `${wholeSeconds(duration)}s`,
      renewBefore: renewBefore && `${wholeSeconds(renewBefore)}s`,
      privateKey: { rotationPolicy: 'Always' },
    },
  });
  return kplus.Secret.fromSecretName(owner, 'CertificateSecret', secretName ?? certificate.name);
}

const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What cert-manager takes: an hour at least, renewed five minutes before its end at least. */
function checkLifetime(owner: Construct, duration: Duration = Duration.days(90), renewBefore?: Duration): void {
  if (wholeSeconds(duration) < 3600) {
    throw new Error(`duration of the certificate of ${at(owner)} is ${duration.toHumanString()}: cert-manager needs at least one hour; lengthen it`);
  }
  if (renewBefore && wholeSeconds(renewBefore) < 300) {
    throw new Error(`renewBefore of the certificate of ${at(owner)} is ${renewBefore.toHumanString()}: cert-manager needs at least five minutes; lengthen it`);
  }
  if (renewBefore && wholeSeconds(renewBefore) >= wholeSeconds(duration)) {
    throw new Error(`renewBefore of the certificate of ${at(owner)} is not shorter than its duration, ${duration.toHumanString()}: make it shorter`);
  }
}

function checkCommonName(owner: Construct, name: string | undefined): void {
  if (name !== undefined && (!/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u.test(name) || Buffer.byteLength(name) > 64)) {
    throw new Error(`commonName ${JSON.stringify(name)} of the certificate of ${at(owner)} is empty, has a control character or more than 64 bytes: shorten it,`
      + ' or leave it out');
  }
}

function checkNames(owner: Construct, dnsNames: string[]): void {
  if (dnsNames.length === 0) {
    throw new Error(`dnsNames of the certificate of ${at(owner)} are empty: list the names that clients connect to, such as web.shop.svc`);
  }
  const wrong = dnsNames.find((name) => !SUBDOMAIN.test(name.replace(/^\*\./, '')) || name.split('.').some((label) => label.length > 63));
  if (wrong !== undefined) {
    throw new Error(`DNS name ${JSON.stringify(wrong)} of the certificate of ${at(owner)} is not valid: use lowercase letters, digits, '-' and '.'`);
  }
}
