import * as fs from 'node:fs';
import { CertificateFiles, makeCertificate, mountSecret } from '../../support/certificates';
import { NginxFolder } from '../../support/nginx';

/** A configuration as in a pod, with the folders of the pod below the one here, and the socket `http` for its port. */
export function moveInto(nginx: NginxFolder, config: string): string {
  for (const folder of ['tmp', 'var/cache/nginx', 'srv', 'etc/proxy-tls']) {
    fs.mkdirSync(nginx.file(folder), { recursive: true });
    fs.chmodSync(nginx.file(folder), 0o777);
  }
  mountSecret(nginx.file('etc/proxy-tls'), certificate ??= makeCertificate());
  ['tmp/listen.conf', 'other-spellings.conf'].forEach((file) => fs.writeFileSync(nginx.file(file), ''));
  return config
    .replace(/(?<= )\/(?=(tmp|var\/cache\/nginx|srv|etc\/proxy-tls)\b)/g, `${nginx.folder}/`)
    .replace('/dev/stdout', nginx.file('access.log'))
    .replace(/listen \d+/, `listen unix:${nginx.file('http')}`);
}

/** The same for all configurations, because making one takes time. */
let certificate: CertificateFiles | undefined;
