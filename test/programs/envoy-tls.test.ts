import * as http2 from 'node:http2';
import * as https from 'node:https';
import * as net from 'node:net';
import * as path from 'node:path';
import * as tls from 'node:tls';
import * as kplus from 'cdk8s-plus-28';
import { Upstream, UpstreamAddress, UpstreamTls } from '../../src';
import { RunningEnvoy } from '../ambassador/support/envoy';
import { listening, portOf } from '../ambassador/support/servers';
import { Authority, KeyPair, mountSecret } from '../support/certificates';
import { freePorts } from '../support/ports';
import { describeProgram } from '../support/programs';
import { until } from '../support/waiting';

describeProgram('envoy', 'TLS from Envoy to an upstream', (program) => {
  let ours: Authority;
  let another: Authority;
  let server: https.Server;
  let seen: { name: string; client?: string }[];
  let port: number;
  let envoy: RunningEnvoy | undefined;

  /** A server that notes the name that it was asked for, and who asked. */
  async function serve(pair: KeyPair): Promise<void> {
    server = await listening(https.createServer({ ...pair, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      const socket = request.socket as tls.TLSSocket;
      const { subject } = socket.getPeerCertificate();
      seen.push({ name: String((socket as unknown as { servername?: string }).servername), client: subject?.CN as string | undefined });
      response.end('safe');
    }));
  }

  async function ambassador(options: Omit<UpstreamTls, 'clientCertificate'>, addresses?: UpstreamAddress[], client?: KeyPair): Promise<void> {
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, (chart) => {
      const clientCertificate = client && kplus.Secret.fromSecretName(chart, 'Client', 'client');
      return [Upstream.http({
        name: 'api',
        localPort: port,
        addresses: addresses ?? [{ host: 'localhost' }],
        port: portOf(server),
        tls: { caCertificate: { secret: kplus.Secret.fromSecretName(chart, 'Ca', 'ca'), key: 'root.pem' }, clientCertificate, ...options },
      })];
    }, {}, (place) => {
      mountSecret(path.join(place, 'ca/1'), { 'ca.crt': ours.cert });
      if (client) {
        mountSecret(path.join(place, 'tls/1'), { 'tls.crt': client.cert, 'tls.key': client.key });
      }
    });
  }

  /** An ambassador of another kind, without more than TLS. */
  async function start(kind: 'tcp' | 'redis' | 'http2' | 'grpc'): Promise<void> {
    [port] = await freePorts(1);
    envoy = await RunningEnvoy.start(program, (chart) => [Upstream[kind]({
      name: 'api', localPort: port, host: 'localhost', port: portOf(server), tls: { caCertificate: { secret: kplus.Secret.fromSecretName(chart, 'Ca', 'ca'), key: 'a' } },
    })], {}, (place) => mountSecret(path.join(place, 'ca/1'), { 'ca.crt': ours.cert }));
  }

  async function status(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${port}/`)).status;
  }

  beforeAll(() => { [ours, another] = ['ours', 'another'].map((name) => new Authority(name)); });

  beforeEach(() => { seen = []; });

  afterEach(async () => {
    await envoy?.stop();
    server.closeAllConnections?.();
    server.close();
  });

  test('asks for the host, and wants a certificate with its name', async () => {
    await serve(ours.issue('localhost'));
    await ambassador({});
    expect(await status()).toBe(200);
    expect(seen).toEqual([{ name: 'localhost', client: undefined }]);
    expect(envoy!.log()).toBe('');
  });

  test.each(['tcp', 'redis'] as const)('is there for %s', async (kind) => {
    const { cert, key } = ours.issue('localhost');
    const plain = await listening(tls.createServer({ cert, key }, (socket) => socket.on('error', () => {}).write('+safe\r\n')));
    server = plain as https.Server;
    await start(kind);
    const answer = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('*2\r\n$3\r\nGET\r\n$1\r\na\r\n')).on('error', () => {})
        .on('data', (data) => { resolve(data.toString()); socket.destroy(); }).on('close', () => resolve('closed'));
    });
    expect(answer).toBe('+safe\r\n');
  });

  test.each(['http2', 'grpc'] as const)('is there for %s, which is asked for by ALPN', async (kind) => {
    const secure = http2.createSecureServer(ours.issue('localhost')).on('stream', (stream) => {
      stream.respond({ ':status': 200, 'x-protocol': String((stream.session!.socket as tls.TLSSocket).alpnProtocol) }, { endStream: true });
    });
    server = await listening(secure as unknown as https.Server);
    await start(kind);
    const session = http2.connect(`http://127.0.0.1:${port}`);
    const headers = await new Promise<http2.IncomingHttpHeaders>((resolve) => session.request({ ':path': '/' }).on('response', resolve));
    session.close();
    expect([headers[':status'], headers['x-protocol']]).toEqual([200, 'h2']);
  });

  test('asks for another name where one is given', async () => {
    await serve(ours.issue('x', 'DNS:*.shop.test'));
    await ambassador({ serverName: 'api.shop.test' });
    expect(await status()).toBe(200);
    expect(seen[0].name).toBe('api.shop.test');
  });

  test('verifies an address', async () => {
    await serve(ours.issue('x', 'IP:127.0.0.1'));
    await ambassador({}, [{ host: '127.0.0.1' }]);
    expect(await status()).toBe(200);
  });

  test('verifies the name of each of several addresses', async () => {
    await serve(ours.issue('localhost'));
    await ambassador({}, [{ host: 'localhost' }, { host: 'ip6-localhost.invalid' }]);
    expect(await status()).toBe(200);
    expect(seen[0].name).toBe('localhost');
  });

  test.each<[string, () => KeyPair, Omit<UpstreamTls, 'clientCertificate'>]>([
    ['a certificate with another name', () => ours.issue('other'), {}],
    ['a certificate whose common name only is right', () => ours.issue('localhost', 'DNS:other'), {}],
    ['a certificate of another authority', () => another.issue('localhost'), {}],
    ['a certificate of an authority that the image does not know', () => ours.issue('localhost'), { caCertificate: undefined }],
  ])('refuses %s', async (_what, issue, options) => {
    await serve(issue());
    await ambassador(options);
    expect(await status()).toBe(503);
    expect(seen).toEqual([]);
    expect(await envoy!.metric('envoy_cluster_upstream_cx_connect_fail', '"api"')).toBeGreaterThan(0);
  });

  test('refuses each of several addresses with the name of another one', async () => {
    await serve(ours.issue('other'));
    await ambassador({}, [{ host: 'localhost' }, { host: 'other.invalid' }]);
    expect(await status()).toBe(503);
  });

  test('shows its certificate, and the renewed ones without a restart', async () => {
    await serve(ours.issue('localhost'));
    await ambassador({}, undefined, ours.issue('first'));
    expect(await status()).toBe(200);
    const next = ours.issue('second');
    mountSecret(path.join(envoy!.folder, 'tls/1'), { 'tls.crt': next.cert, 'tls.key': next.key });
    await until('the new certificate is shown', async () => {
      server.closeAllConnections();
      await status();
      return seen[seen.length - 1].client === 'second';
    });
    expect(seen[0].client).toBe('first');
  });

  test('trusts a renewed authority without a restart', async () => {
    await serve(another.issue('localhost'));
    await ambassador({});
    expect(await status()).toBe(503);
    mountSecret(path.join(envoy!.folder, 'ca/1'), { 'ca.crt': another.cert });
    await until('it is trusted', async () => await status() === 200);
  });
});
