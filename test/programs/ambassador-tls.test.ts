import * as https from 'node:https';
import * as tls from 'node:tls';
import { AmbassadorProgram, Upstream, UpstreamTls } from '../../src';
import { LocalProxy } from '../ambassador/support/local-proxy';
import { render, secretOf } from '../ambassador/support/render';
import { closeServers, request, TestServer } from '../ambassador/support/test-servers';
import { exchange } from '../proxies/support/clients';
import { Authority, KeyPair } from '../support/certificates';
import { freePorts } from '../support/ports';
import { describeProgram } from '../support/programs';
import { eventually } from '../support/waiting';

const PROXIES = { 'haproxy': AmbassadorProgram.haproxy(), 'nginx with stream': AmbassadorProgram.nginx() };
const authority = new Authority();
const server = authority.issue('orders.shop');
const client = authority.issue('web');
const renewed = authority.issue('web-renewed');

describe.each(['haproxy', 'nginx with stream'] as const)('TLS to an upstream', (command) => {
  describeProgram(command, `by ${command}`, (program) => {
    let proxy: LocalProxy;
    let ports: number[];
    beforeEach(async () => { ports = await freePorts(3); });
    afterEach(async () => {
      await proxy?.remove();
      await closeServers();
    });

    /** An ambassador with an HTTP upstream at the first port and a TCP upstream at the second. */
    async function start(port: number, more: Partial<UpstreamTls> = {}, shown?: KeyPair, trusted = authority.cert): Promise<void> {
      const [first, second, health] = ports;
      const rendered = render((chart) => {
        const options = {
          host: '127.0.0.1',
          port,
          tls: {
            caCertificate: { secret: secretOf(chart, 'authority'), key: 'root.pem' },
            serverName: 'orders.shop',
            clientCertificate: shown && secretOf(chart, 'web'),
            ...more,
          },
        };
        const upstreams = [Upstream.http({ ...options, name: 'http', localPort: first }), Upstream.tcp({ ...options, name: 'tcp', localPort: second })];
        return { program: PROXIES[command], healthPort: health, upstreams };
      });
      const files = [0, 1].map((number) => ({
        [`ca/${number}/ca.crt`]: trusted,
        ...shown && { [`certificate/${number}/tls.crt`]: shown.cert, [`certificate/${number}/tls.crt.key`]: shown.key },
      }));
      proxy = await new LocalProxy(program, rendered, {}, Object.assign({}, ...files)).startAnswering(health);
    }

    const serve = async (options: tls.TlsOptions = {}) => {
      const common = { ...server, ca: authority.cert, ...options };
      const who = (socket: tls.TLSSocket) => `${socket.servername} ${socket.getPeerCertificate()?.subject?.CN}`;
      const http = await new TestServer(https.createServer(common, (asked, answer) => answer.end(`${asked.headers.host} ${who(asked.socket as tls.TLSSocket)}`))).listen();
      return { http };
    };

    test('verifies the certificate, sends the name, and has it as the host', async () => {
      const { http } = await serve();
      await start(http.port);
      expect((await request(ports[0])).body).toBe(`orders.shop:${http.port} orders.shop undefined`);
      expect(await exchange(ports[1], 'GET / HTTP/1.0\r\nHost: x\r\n\r\n')).toContain('x orders.shop undefined');
    });

    test('refuses a certificate for another name', async () => {
      const { http } = await serve();
      await start(http.port, { serverName: 'other.shop' });
      expect((await request(ports[0])).status).toBeGreaterThanOrEqual(502);
      expect(await exchange(ports[1], 'GET / HTTP/1.0\r\n\r\n')).toBe('');
    });

    test('refuses a certificate of another authority', async () => {
      const other = new Authority();
      const { http } = await serve();
      await start(http.port, {}, undefined, other.cert);
      expect((await request(ports[0])).status).toBeGreaterThanOrEqual(502);
      expect(await exchange(ports[1], 'GET / HTTP/1.0\r\n\r\n')).toBe('');
    });

    test('trusts what the image trusts where no authority is named', async () => {
      const { http } = await serve();
      await start(http.port, { caCertificate: undefined });
      expect((await request(ports[0])).status).toBeGreaterThanOrEqual(502);
    });

    test('shows its own certificate', async () => {
      const { http } = await serve({ requestCert: true, rejectUnauthorized: true });
      await start(http.port, {}, client);
      expect((await request(ports[0])).body).toContain('orders.shop web');
      expect(await exchange(ports[1], 'GET / HTTP/1.0\r\nHost: x\r\n\r\n')).toContain('x orders.shop web');
    });

    if (command !== 'haproxy') { // which reads it at its start alone
      test('shows a renewed certificate without a restart', async () => {
        const { http } = await serve({ requestCert: true, rejectUnauthorized: true });
        await start(http.port, {}, client);
        expect((await request(ports[0])).body).toContain('orders.shop web');
        for (const number of [0, 1]) {
          proxy.write(`certificate/${number}/tls.crt`, renewed.cert);
          proxy.write(`certificate/${number}/tls.crt.key`, renewed.key);
        }
        await eventually(async () => (await request(ports[0])).body.endsWith('web-renewed'));
        await eventually(async () => (await exchange(ports[1], 'GET / HTTP/1.0\r\nHost: x\r\n\r\n')).endsWith('web-renewed'));
      });
    }
  });
});
