import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own. */
export class Authority {
  public readonly cert: string;
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'authority-'));

  constructor() {
    this.openssl('req', '-x509', '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.crt', ...NEW_KEY);
    this.cert = this.read('ca.crt');
  }

  /** A certificate for a name of a server or a client. */
  public issue(name: string): Certificate {
    fs.writeFileSync(path.join(this.folder, 'names'), `subjectAltName=DNS:${name}\n`);
    this.openssl('req', '-subj', `/CN=${name}`, '-keyout', 'tls.key', '-out', 'tls.csr', ...NEW_KEY);
    this.openssl('x509', '-req', '-in', 'tls.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '2', '-out', 'tls.crt');
    return { cert: this.read('tls.crt'), key: this.read('tls.key') };
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  private openssl(...args: string[]): void {
    const { status, stderr } = spawnSync('openssl', args, { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(stderr);
    }
  }

  private read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
