import * as tls from 'node:tls';
import * as kplus from 'cdk8s-plus-28';
import { TlsCertificate } from '../../src';
import { EchoApp } from '../proxy/support/echo-app';
import { moveInto } from '../proxy/support/nginx-config';
import { render } from '../proxy/support/rendered';
import { makeCertificate, mountSecret } from '../support/certificates';
import { describeNginx, NginxFolder } from '../support/nginx';
import { scriptFile } from '../support/scripts';
import { describeShells } from '../support/toolbox';
import { until } from '../support/waiting';
import { newChart } from '../support/workloads';

/** A connection that is kept, with the certificate that it was opened with. */
async function connect(nginx: NginxFolder): Promise<tls.TLSSocket> {
  const socket = tls.connect({ path: nginx.file('http'), servername: 'localhost', rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return socket;
}

async function serialOf(nginx: NginxFolder): Promise<string> {
  const socket = await connect(nginx);
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

async function ask(socket: tls.TLSSocket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return String(await new Promise((resolve, reject) => socket.once('data', resolve).once('close', reject)));
}

describeNginx('a certificate', (program) => {
  describeShells('with a script in %s', { own: ['cat', 'sha256sum', 'sleep'] }, (box) => {
    let nginx: NginxFolder;
    let app: EchoApp;
    let port: number;

    beforeEach(async () => {
      nginx = new NginxFolder(program);
      app = new EchoApp();
      port = await app.start();
      const chart = newChart();
      const certificate = TlsCertificate.fromSecret(kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls'));
      const { config, container } = render({ appPort: port, tls: { certificate } }, chart);
      const moved = moveInto(nginx, config);
      renew();
      const files = container.args.slice(1).map((arg: string) => nginx.file(arg.slice(1)));
      const sh = box.install(nginx.file('bin'));
      program.linkAs(nginx.file('bin/nginx'));
      const env = { PATH: nginx.file('bin'), NGINX_PID: nginx.file('tmp/nginx.pid'), NGINX_INTERVAL: '0.2', LISTEN_FILE: nginx.file('tmp/ipv6.conf'), LISTEN_IPV6: '' };
      await nginx.startBy(sh, [scriptFile('serve-nginx.sh'), nginx.file('nginx.conf'), ...files], env, moved);
    });
    afterEach(async () => {
      await nginx.remove();
      await app.stop();
    });

    function renew(files = makeCertificate()): void {
      mountSecret(nginx.file('etc/proxy-tls'), files);
    }

    const errors = () => nginx.errors();

    test('is renewed while connections are held', async () => {
      const before = await serialOf(nginx);
      const socket = await connect(nginx);
      const release = app.hold();
      let answered = false;
      const answer = ask(socket).finally(() => { answered = true; });
      renew();
      await until('another certificate is there', async () => await serialOf(nginx) !== before, errors);
      expect(answered).toBe(false);
      release();
      expect(await answer).toMatch(/^HTTP\/1\.1 200 OK/);
      socket.destroy();
    });

    test('with the key of another one is not taken, and one that fits later is', async () => {
      const before = await serialOf(nginx);
      const next = makeCertificate();
      renew({ ...makeCertificate(), 'tls.crt': next['tls.crt'] });
      await until('it is refused', async () => nginx.errors().includes('key values mismatch'), errors);
      expect(await serialOf(nginx)).toBe(before);
      renew(next);
      await until('another certificate is there', async () => await serialOf(nginx) !== before, errors);
    });

    test('stops nobody from stopping nginx', async () => {
      expect(await nginx.stop('SIGQUIT')).toBe(0);
    });
  });
});
