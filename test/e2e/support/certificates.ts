import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** An authority that signs certificates, by openssl. */
export class Authority {
  private readonly own: KeyPair;

  constructor(name: string) {
    this.own = inFolder((folder) => {
      openssl(folder, ['req', '-x509', ...NEW_KEY, '-keyout', 'key', '-out', 'certificate', '-subj', `/CN=${name}`, '-days', '30']);
      return readPair(folder);
    });
  }

  public get certificate(): string {
    return this.own.certificate;
  }

  /** @param names such as `DNS:client,URI:spiffe://acme.io/web` */
  public sign(commonName: string, names: string, expired = false): KeyPair {
    return inFolder((folder) => {
      writeFileSync(join(folder, 'ca'), this.own.certificate + this.own.key);
      writeFileSync(join(folder, 'extensions'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
      openssl(folder, ['req', ...NEW_KEY, '-keyout', 'key', '-out', 'request', '-subj', `/CN=${commonName}`]);
      openssl(folder, expired ? signInThePast(folder) : ['x509', '-req', '-in', 'request', '-CA', 'ca', '-CAcreateserial', '-days', '30',
        '-extfile', 'extensions', '-out', 'certificate']);
      return readPair(folder);
    });
  }
}

/** Only `openssl ca` signs for a time that is over. */
function signInThePast(folder: string): string[] {
  writeFileSync(join(folder, 'index'), '');
  writeFileSync(join(folder, 'config'), '[ca]\ndefault_ca=own\n[own]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\n'
    + 'policy=any\n[any]\ncommonName=supplied\n');
  return ['ca', '-batch', '-config', 'config', '-in', 'request', '-cert', 'ca', '-keyfile', 'ca', '-extfile', 'extensions',
    '-startdate', '20200101000000Z', '-enddate', '20200102000000Z', '-notext', '-out', 'certificate'];
}

/** The Secret that secure-app refers to, with a certificate for a DNS name. */
export function secureAppSecret(authority: Authority, name: string): object {
  return keyPairSecret('secure-app-tls', authority, authority.sign('server', `DNS:${name}`));
}

/** A Secret as cert-manager writes it. */
export function keyPairSecret(name: string, authority: Authority, { certificate, key }: KeyPair): object {
  const stringData = { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority.certificate };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(folder: string, args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
}

function readPair(folder: string): KeyPair {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { certificate: read('certificate'), key: read('key') };
}

function inFolder<T>(make: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  try {
    return make(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
