import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { asNobody } from './database-servers';
import { Authority } from '../../support/certificates';

/** Files with the certificate of a server called localhost and at no address, its key, the authority that signed it, and another authority. */
export class Certificates {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
  public readonly authority: string;
  public readonly other: string;
  public readonly certificate: string;
  public readonly key: string;

  constructor() {
    const authority = new Authority();
    const { cert, key } = authority.issue('localhost');
    this.authority = this.write('ca.crt', authority.cert);
    this.other = this.write('other.crt', new Authority('other').cert);
    this.certificate = this.write('server.crt', cert);
    this.key = this.write('server.key', key);
    fs.chmodSync(this.folder, 0o755);
    fs.chmodSync(this.key, 0o600);
    if (asNobody.uid) {
      fs.chownSync(this.key, asNobody.uid, asNobody.gid!);
    }
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  private write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }
}
