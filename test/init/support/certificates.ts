import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { asNobody } from './database-servers';

/** The certificate of a server called localhost and at no address, its key, the authority that signed it, and another authority. */
export class Certificates {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
  public readonly authority = this.file('ca.crt');
  public readonly other = this.file('other.crt');
  public readonly certificate = this.file('server.crt');
  public readonly key = this.file('server.key');

  constructor() {
    const request = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    this.openssl(...request, '-x509', '-subj', '/CN=authority', '-keyout', this.file('ca.key'), '-out', this.authority);
    this.openssl(...request, '-x509', '-subj', '/CN=other', '-keyout', this.file('other.key'), '-out', this.other);
    this.openssl(...request, '-subj', '/CN=localhost', '-keyout', this.key, '-out', this.file('server.csr'));
    fs.writeFileSync(this.file('names'), 'subjectAltName=DNS:localhost\n');
    this.openssl('x509', '-req', '-in', this.file('server.csr'), '-CA', this.authority, '-CAkey', this.file('ca.key'), '-CAcreateserial',
      '-extfile', this.file('names'), '-out', this.certificate);
    fs.chmodSync(this.folder, 0o755);
    fs.chmodSync(this.key, 0o600);
    if (asNobody.uid) {
      fs.chownSync(this.key, asNobody.uid, asNobody.gid!);
    }
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'ignore' });
  }
}
