import { Authority, KeyPair } from '../../support/certificates';

/** The Secret that secure-app refers to, with a certificate for a DNS name. */
export function secureAppSecret(authority: Authority, name: string): object {
  return keyPairSecret('secure-app-tls', authority, authority.issue('server', `DNS:${name}`));
}

/** A Secret as cert-manager writes it. */
export function keyPairSecret(name: string, authority: Authority, { cert, key }: KeyPair): object {
  const stringData = { 'tls.crt': cert, 'tls.key': key, 'ca.crt': authority.cert };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}
