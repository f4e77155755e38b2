import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { asn1, md, pki } from 'node-forge';

/** A certificate and its key, as PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** The files of a Secret for TLS. */
export type CertificateFiles = { readonly 'tls.crt': string; readonly 'tls.key': string };

const HOUR = 3600_000;
const DAY = 24 * HOUR;

/** An authority of a test's own. */
export class Authority {
  public readonly cert: string;
  private readonly own: KeyPair;

  constructor(private readonly name = 'authority') {
    this.own = certify({ subject: name, extensions: [{ name: 'basicConstraints', cA: true, critical: true }, KEY_IDENTIFIER] });
    this.cert = this.own.cert;
  }

  /**
   * A certificate of a server or a client.
   *
   * @param names such as `DNS:client,URI:spiffe://acme.io/web,IP:127.0.0.1`
   */
  public issue(commonName: string, names = `DNS:${commonName}`, { expired = false } = {}): KeyPair {
    const extensions = [...extensionsOf(names), KEY_IDENTIFIER];
    return certify({ subject: commonName, extensions, issuer: { name: this.name, key: this.own.key }, age: expired ? 30 * DAY : HOUR });
  }
}

/** A certificate that its own key has signed. */
export function selfSigned(commonName: string, names = `DNS:${commonName}`): KeyPair {
  return certify({ subject: commonName, extensions: extensionsOf(names) });
}

/** The Secret of a server called localhost, with a new key each time. */
export function makeCertificate(): CertificateFiles {
  const { cert, key } = selfSigned('localhost');
  return { 'tls.crt': cert, 'tls.key': key };
}

const KEY_IDENTIFIER = { name: 'subjectKeyIdentifier' };
/** The numbers of RFC 5280 for what a name can be. */
const KINDS: { [kind: string]: number } = { DNS: 2, URI: 6, IP: 7 };

function extensionsOf(names: string): object[] {
  const altNames = names.split(',').map((name) => {
    const [, kind, value] = /^(\w+):(.*)$/.exec(name)!;
    return { type: KINDS[kind], [kind === 'IP' ? 'ip' : 'value']: value };
  });
  return [{ name: 'subjectAltName', altNames }, { name: 'extKeyUsage', serverAuth: true, clientAuth: true }];
}

interface Request {
  readonly subject: string;
  readonly extensions: object[];
  /** @default - it signs itself */
  readonly issuer?: { readonly name: string; readonly key: string };
  /** In milliseconds. @default an hour */
  readonly age?: number;
}

function certify({ subject, extensions, issuer, age = HOUR }: Request): KeyPair {
  const { publicKey, privateKey: key } = generateKeyPairSync('rsa', {
    modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  // UTF-8, because a printable string of ASN.1 has no quotes and no dollar.
  const nameOf = (value: string) => [{ shortName: 'CN', value, valueTagClass: asn1.Type.UTF8 as unknown as asn1.Class }];
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - age);
  certificate.validity.notAfter = new Date(Date.now() - age + 3 * DAY);
  certificate.setSubject(nameOf(subject));
  certificate.setIssuer(nameOf(issuer?.name ?? subject));
  certificate.setExtensions(extensions);
  certificate.sign(pki.privateKeyFromPem(issuer?.key ?? key), md.sha256.create());
  return { cert: toPem(certificate), key };
}

function toPem(certificate: pki.Certificate): string {
  return pki.certificateToPem(certificate).replace(/\r/g, '');
}

/** Writes files as the kubelet does: all of them change at once, by a link that is renamed. */
export function mountSecret(folder: string, files: { [name: string]: string }): void {
  const version = `..${process.hrtime.bigint()}`;
  fs.mkdirSync(path.join(folder, version), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, version, name), text);
    if (!fs.existsSync(path.join(folder, name))) {
      fs.symlinkSync(path.join('..data', name), path.join(folder, name));
    }
  }
  fs.symlinkSync(version, path.join(folder, '..data_tmp'));
  fs.renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
}
