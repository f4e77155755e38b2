/**
 * A client that may connect by mutual TLS. Its certificate must always be signed by an authority in `ca.crt`.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AllowedPeer, AppContainer, MutualTls, TlsCertificate } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', args: ['--listen=127.0.0.1:8080'] });
 * const tls = new MutualTls(web, 'Tls', {
 *   certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls')),
 *   allowedPeers: [AllowedPeer.dnsName('orders.shop.svc'), AllowedPeer.uri('spiffe://acme.io/ns/shop/sa/*')],
 *   appPort: 8080,
 * });
 * new kplus.Service(chart, 'Service', { selector: web, ports: [{ port: 443, targetPort: tls.port }] });
 *
 * @see https://github.com/ghostunnel/ghostunnel/blob/master/docs/security/access-flags.md
 */
export class AllowedPeer {
  /**
   * The common name (CN) of the certificate's subject.
   */
  public static commonName(name: string): AllowedPeer {
    return new AllowedPeer('--allow-cn', 'common name', name, /^[^\0\n]+$/);
  }

  /**
   * One of the DNS names of the certificate, exactly as it is written there.
   */
  public static dnsName(name: string): AllowedPeer {
    return new AllowedPeer('--allow-dns', 'DNS name', name, /^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/);
  }

  /**
   * One of the URIs of the certificate, such as `spiffe://acme.io/ns/shop/sa/web`. `*` stands for one segment, `**` at the end for any number.
   */
  public static uri(uri: string): AllowedPeer {
    return new AllowedPeer('--allow-uri', 'URI', uri, /^[a-z][a-z0-9+.-]*:[^\s\0]+$/);
  }

  /**
   * Every client with a certificate of an authority in `ca.crt`.
   */
  public static anyOfAuthority(): AllowedPeer {
    return new AllowedPeer('--allow-all', '', '', /^$/);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _flag: string,
    what: string,
    /**
     * @internal
     */
    public readonly _value: string,
    form: RegExp,
  ) {
    if (typeof _value !== 'string' || !form.test(_value)) {
      throw new Error(`${what} ${JSON.stringify(_value)} of an allowed peer is not valid: write it as the certificate has it`);
    }
  }
}
