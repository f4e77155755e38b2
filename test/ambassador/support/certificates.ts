import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { programOf } from '../../support/programs';
import { skipped } from '../../support/skipped';

export const OPENSSL = programOf('openssl') !== undefined;
if (!OPENSSL) {
  skipped('openssl');
}

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** An authority of a test. */
export class Authority {
  public readonly cert: string;
  private readonly name: string;

  constructor(private readonly folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    this.name = path.basename(folder);
    openssl(folder, ['req', '-x509', ...NEW_KEY, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', `/CN=${this.name}`]);
    this.cert = fs.readFileSync(path.join(folder, 'ca.crt'), 'utf8');
  }

  /** @param subject alternative names, such as `DNS:api` */
  public issue(commonName: string, subject = `DNS:${commonName}`): KeyPair {
    fs.writeFileSync(path.join(this.folder, 'names'), `subjectAltName=${subject}\n`);
    openssl(this.folder, ['req', ...NEW_KEY, '-keyout', 'tls.key', '-out', 'request', '-subj', `/CN=${commonName}`]);
    openssl(this.folder, ['x509', '-req', '-in', 'request', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names', '-out', 'tls.crt']);
    const [key, cert] = ['tls.key', 'tls.crt'].map((file) => fs.readFileSync(path.join(this.folder, file), 'utf8'));
    return { key, cert };
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(cwd: string, args: string[]): void {
  execFileSync('openssl', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
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
