import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { AmbassadorProgram, Upstream } from '../../src';
import { toHaproxyConfig } from '../../src/programs/haproxy/writer';
import { haproxyUpstream, user } from '../ambassador/support/arbitrary';
import { LocalProxy, said } from '../ambassador/support/local-proxy';
import { render } from '../ambassador/support/render';
import { closeServers, request, serveTcp } from '../ambassador/support/test-servers';
import { freePorts } from '../support/ports';
import { describeProgram } from '../support/programs';
import { eventually } from '../support/waiting';

/** Names are not found here, which is no fault of the configuration. */
const HARMLESS = /could not resolve address|haproxy version is|path to executable is|Configuration file is valid|^Warnings were found\.$|^$/;

describeProgram('haproxy', 'HAProxy', (haproxy) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haproxy-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  function complaints(config: string): string {
    const file = path.join(folder, 'haproxy.cfg');
    fs.writeFileSync(file, config.replaceAll('libc,none', 'none')); // so as not to wait for name servers
    const text = said(haproxy, ['-c', '-f', file], { NAMESPACE_DOMAIN: '.shop.svc.invalid', CLUSTER_DOMAIN: '.invalid' });
    return text.split('\n').filter((line) => !HARMLESS.test(line)).join('\n');
  }

  test('accepts every configuration without a warning', () => {
    const upstreams = fc.array(fc.constant(0), { minLength: 1, maxLength: 8 })
      .chain((list) => fc.tuple(...list.map((_, number) => haproxyUpstream(`upstream-${number}`, 20_000 + number))));
    fc.assert(fc.property(upstreams, (some) => {
      expect(complaints(render({ program: AmbassadorProgram.haproxy(), upstreams: some }).files['haproxy.cfg'])).toBe('');
    }), { numRuns: 25 });
  }, 60_000);

  test('reads a text as it was given', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab \'"\\$#{}%[]()&;,`ü\n\r\t\x7f\x01', '${HOME}', '\\n', '\\x41'), maxLength: 40 });
    const texts = fc.sample(fc.oneof(text, fc.string({ unit: 'binary' })), 150).map((value) => Buffer.from(value).toString()).filter((value) => value !== '' && !value.includes('\0'));
    const [port] = await freePorts(1);
    const paths = texts.flatMap((value, number) => [
      ['http-request', 'return', 'status', 200, 'content-type', 'text/plain', 'string', value, 'if', '{', 'path', `/${number}`, '}'],
    ]);
    const config = toHaproxyConfig([
      { name: ['defaults'], lines: [['mode', 'http'], ['timeout', 'client', '9s'], ['timeout', 'connect', '9s'], ['timeout', 'server', '9s']] },
      { name: ['frontend', 'texts'], lines: [['bind', `127.0.0.1:${port}`], ...paths] },
    ]);
    const rendered = render({ program: AmbassadorProgram.haproxy(), upstreams: [Upstream.http({ host: 'api' })] });
    const proxy = new LocalProxy(haproxy, { ...rendered, files: { ...rendered.files, 'haproxy.cfg': config } });
    try {
      await proxy.start(port);
      for (const [number, value] of texts.entries()) {
        expect((await request(port, `/${number}`)).body).toBe(value);
      }
    } finally {
      await proxy.remove();
    }
  }, 60_000);

  test('fails for a NUL, which would end the text', () => {
    expect(() => toHaproxyConfig([{ name: ['defaults'], lines: [['x', 'a\0b']] }])).toThrow('contains a NUL');
  });

  test('logs in to databases as the user that was given', async () => {
    const names = fc.sample(user, 30);
    const seen = new Set<string>();
    const postgres = await serveTcp((socket) => socket.once('data', (data) => { seen.add(`postgres ${data.subarray(8).toString()}`); socket.destroy(); }));
    const mysql = await serveTcp((socket) => {
      // The greeting of a server that has its own log-in; what follows is the client's.
      const greeting = Buffer.concat([Buffer.from([10]), Buffer.from('8.0.0\0'), Buffer.alloc(4), Buffer.from('12345678\0'), Buffer.from([0xff, 0xf7, 33, 2, 0]), Buffer.alloc(15), Buffer.from('123456789012\0')]);
      socket.write(Buffer.concat([Buffer.from([greeting.length, 0, 0, 0]), greeting]));
      socket.once('data', (data) => { seen.add(`mysql ${data.subarray(36).toString()}`); socket.destroy(); });
    });
    const ports = await freePorts(2 * names.length + 1);
    const healthCheck = (name: string) => ({ user: name, interval: Duration.millis(200) });
    const upstreams = names.flatMap((name, number) => [
      Upstream.postgres({ host: '127.0.0.1', port: postgres.port, name: `p-${number}`, localPort: ports[2 * number], healthCheck: healthCheck(name) }),
      Upstream.mysql({ host: '127.0.0.1', port: mysql.port, name: `m-${number}`, localPort: ports[2 * number + 1], healthCheck: healthCheck(name) }),
    ]);
    const proxy = new LocalProxy(haproxy, render({ program: AmbassadorProgram.haproxy(), upstreams, healthPort: ports[2 * names.length] }));
    try {
      await proxy.start(ports[2 * names.length]);
      const arrived = (kind: string, name: string) => [...seen].some((text) => text.startsWith(kind === 'mysql' ? `mysql ${name}\0` : `postgres user\0${name}\0`));
      const missing = () => names.flatMap((name) => ['mysql', 'postgres'].filter((kind) => !arrived(kind, name)).map((kind) => `${kind} ${name}`));
      await eventually(() => missing().length === 0, () => JSON.stringify([missing().slice(0, 3), [...seen].slice(0, 4)]));
    } finally {
      await proxy.remove();
      await closeServers();
    }
  }, 60_000);
});
