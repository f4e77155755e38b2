import * as fs from 'node:fs';
import * as kplus from 'cdk8s-plus-28';
import { HeaderValue, ReverseProxyProgram } from '../../src';
import { EchoApp } from '../proxy/support/echo-app';
import { FrontEnvoy } from '../proxy/support/envoy';
import { moveInto } from '../proxy/support/nginx-config';
import { render } from '../proxy/support/rendered';
import { describeNginx, NginxFolder } from '../support/nginx';
import { describeProgram } from '../support/programs';
import { scriptFile } from '../support/scripts';
import { describeShells } from '../support/toolbox';
import { newChart } from '../support/workloads';

const SECRETS = ['a\'b"c$d\\e%41@f{g}`h`;#i $host %REQ(HOST)% \\" \\', 'Bearer 1.2.3'];

let app: EchoApp;
let appPort: number;
beforeEach(async () => {
  app = new EchoApp();
  appPort = await app.start();
});
afterEach(() => app.stop());

function requestHeaders(chart = newChart()) {
  const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'partner');
  return {
    'X-Key': HeaderValue.secret({ secret, key: 'key' }),
    'X-Plain': HeaderValue.text('plain'),
    'Authorization': HeaderValue.secret({ secret, key: 'token' }),
  };
}

const EXPECTED = { 'x-key': SECRETS[0], 'x-plain': 'plain', 'authorization': SECRETS[1] };
const FORGED = { 'X-Key': 'forged', 'Authorization': 'forged' };

describeNginx('secrets in headers by nginx', (program) => {
  describeShells('with a script in %s', { own: ['cat', 'sed', 'sha256sum', 'sleep', 'tr'] }, (box) => {
    let nginx: NginxFolder;
    beforeEach(() => { nginx = new NginxFolder(program); });
    afterEach(() => nginx.remove());

    async function start([key, token]: string[]): Promise<void> {
      const chart = newChart();
      const { config, container } = render({ appPort, requestHeaders: requestHeaders(chart), program: ReverseProxyProgram.nginx() }, chart);
      const moved = moveInto(nginx, config);
      const sh = box.install(nginx.file('bin'));
      program.linkAs(nginx.file('bin/nginx'));
      const [, first] = container.command;
      const [shell, second] = container.args;
      expect([first, shell, second]).toEqual(['/etc/proxy/secret-headers.sh', 'sh', '/etc/proxy/serve-nginx.sh']);
      const env = {
        PATH: nginx.file('bin'),
        NGINX_PID: nginx.file('tmp/nginx.pid'),
        NGINX_INTERVAL: '5',
        LISTEN_FILE: nginx.file('tmp/ipv6.conf'),
        LISTEN_IPV6: '',
        HEADER_VARIABLES: container.env.find(({ name }: any) => name === 'HEADER_VARIABLES').value,
        HEADERS_FILE: nginx.file('tmp/secret-headers.conf'),
        HEADER_1: key,
        HEADER_3: token,
      };
      await nginx.startBy(sh, [scriptFile('secret-headers.sh'), 'sh', scriptFile('serve-nginx.sh'), nginx.file('nginx.conf')], env, moved);
    }

    test('reach the app as they are, in place of what the client sends', async () => {
      await start(SECRETS);
      expect((await nginx.get('/', FORGED)).status).toBe(200);
      expect(app.asked[0].headers).toMatchObject(EXPECTED);
      expect(JSON.stringify(app.asked[0].headers)).not.toContain('forged');
      expect(fs.statSync(nginx.file('tmp/secret-headers.conf')).mode.toString(8)).toBe('100600');
      expect(nginx.errors()).toBe('');
    });

    test.each([
      ['a newline', 'hunter2\nb', 'has a newline or another control character: write one line'],
      ['more bytes than nginx reads', 'hunter2'.repeat(572), 'is longer than the 4000 bytes that nginx reads: shorten it'],
    ])('are refused with %s, and not printed', (_, secret, message) => {
      const sh = box.install(nginx.file('bin'));
      const env = { PATH: nginx.file('bin'), HEADERS_FILE: nginx.file('secret-headers.conf'), HEADER_VARIABLES: 'HEADER_1', HEADER_1: secret };
      expect(sh.run([scriptFile('secret-headers.sh'), 'cat', scriptFile('secret-headers.sh')], { env }))
        .toEqual({ status: 1, stdout: '', stderr: `the secret of header variable HEADER_1 ${message}\n` });
    });
  });
});

describeProgram('envoy', 'secrets in headers by Envoy', (program) => {
  test('reach the app as they are, in place of what the client sends, however it spells them', async () => {
    const chart = newChart();
    const props = { appPort, requestHeaders: requestHeaders(chart) };
    const envoy = await FrontEnvoy.start(program, props, {}, chart, { HEADER_1: SECRETS[0], HEADER_3: SECRETS[1] });
    try {
      expect((await envoy.get('/', { ...FORGED, x_key: 'forged' })).status).toBe(200);
      expect(app.asked[0].headers).toMatchObject(EXPECTED);
      expect(JSON.stringify(app.asked[0].headers)).not.toContain('forged');
    } finally {
      await envoy.stop();
    }
  });
});
