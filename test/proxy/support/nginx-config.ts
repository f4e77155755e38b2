import * as fs from 'node:fs';
import * as path from 'node:path';
import { makeCertificate } from '../../support/certificate';
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

const CERTIFICATE = makeCertificate();

function copyCertificate(folder: string): void {
  Object.entries(CERTIFICATE).forEach(([name, content]) => fs.writeFileSync(path.join(folder, name), content));
}
