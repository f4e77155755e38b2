import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { NginxFolder } from '../../support/nginx';

/** A configuration as in a pod, with the folders of the pod below the one here, and the socket `http` for its port. */
export function moveInto(nginx: NginxFolder, config: string): string {
  for (const folder of ['tmp', 'var/cache/nginx', 'srv', 'etc/proxy-tls']) {
    fs.mkdirSync(nginx.file(folder), { recursive: true });
    fs.chmodSync(nginx.file(folder), 0o777);
  }
  copyCertificate(nginx.file('etc/proxy-tls'));
  return config
    .replace(/(?<= )\/(?=(tmp|var\/cache\/nginx|srv|etc\/proxy-tls)\b)/g, `${nginx.folder}/`)
    .replace('/dev/stdout', nginx.file('access.log'))
    .replace(/listen \d+/, `listen unix:${nginx.file('http')}`);
}

let made: { [file: string]: Buffer } | undefined;

/** A self-signed certificate for localhost, with its key. */
export function makeCertificate(): { [file: string]: Buffer } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificate-'));
  const file = (name: string) => path.join(folder, name);
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', file('tls.key'), '-out', file('tls.crt'),
  ], { stdio: 'ignore' });
  const certificate = Object.fromEntries(['tls.crt', 'tls.key'].map((name) => [name, fs.readFileSync(file(name))]));
  fs.rmSync(folder, { recursive: true });
  return certificate;
}

function copyCertificate(folder: string): void {
  made ??= makeCertificate();
  Object.entries(made).forEach(([name, content]) => fs.writeFileSync(path.join(folder, name), content));
}
