import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { eventually } from '../support/waiting';
import { Container } from './support/busybox';
import { freePort } from '../support/ports';
import { ChildProcess, describeProgram } from '../support/programs';
import { scriptFile } from '../support/scripts';

const METRICS = '# HELP a_total Ä.\n# TYPE a_total counter\na_total 1\n';

describeProgram('busybox with tcpsvd', 'serve-metrics.sh', (busybox) => {
  let container: Container;
  let port: number;
  let process: ChildProcess;
  let ended: Promise<unknown>;
  beforeEach(async () => {
    container = new Container(busybox);
    port = await freePort();
  });
  afterEach(() => container.remove());

  async function serve(text?: string, timeout = 30): Promise<void> {
    start(text, ['sleep', '60'], timeout);
    await eventually(() => listens(port), () => `listens; ${container.errors}`);
  }

  function start(text: string | undefined, program: string[], timeout = 30): void {
    if (text !== undefined) {
      container.write('metrics.prom', text);
    }
    process = container.start([scriptFile('serve-metrics.sh'), ...program], {
      METRICS_FILE: container.file('metrics.prom'), METRICS_PORT: String(port), METRICS_PATH: '/metrics', METRICS_TIMEOUT: String(timeout),
    });
    ended = once(process, 'exit'); // which ends everything in a container; here a signal is lost on a process that is not yet its program
  }

  const get = (target = '/metrics', options: RequestInit = {}) => fetch(`http://127.0.0.1:${port}${target}`, options);

  test('answers with the file, in the text format of Prometheus', async () => {
    await serve(METRICS);
    const response = await get('/metrics?name=a');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/plain; version=0.0.4', METRICS]);
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(METRICS)));
  });

  test('answers HEAD without the text', async () => {
    await serve(METRICS);
    expect(await raw(port, 'HEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 52\r\n[^]*\r\n\r\n$/);
  });

  test.each([
    ['a wrong path with 404', 'GET /metrics/ HTTP/1.1', '404 Not Found'],
    ['another method with 405', 'POST /metrics HTTP/1.1', '405 Method Not Allowed'],
    ['a path that is a pattern with 404', 'GET /metric? HTTP/1.1', '404 Not Found'],
  ])('answers %s', async (_, line, status) => {
    await serve(METRICS);
    expect(await raw(port, `${line}\r\n\r\n`)).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n[^]*\r\n\r\n${status}\n$`));
  });

  test('answers HEAD of a wrong path without a text', async () => {
    await serve(METRICS);
    expect(await raw(port, 'HEAD / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*\r\n\r\n$/);
  });

  test('answers with 503 until there are metrics', async () => {
    await serve();
    expect((await get()).status).toBe(503);
    container.write('metrics.prom', METRICS);
    expect((await get()).status).toBe(200);
  });

  test('answers concurrent scrapes while the file is replaced, each with a whole file, and leaves no process behind', async () => {
    const versions = Array.from({ length: 2 }, (_, version) => `a_total ${version}\n`.repeat(500 + version * 5000));
    await serve(versions[0]);
    const before = container.processes();
    const idle = Array.from({ length: 20 }, () => net.connect(port, '127.0.0.1').on('error', () => {}));
    let replacements = 0;
    const timer = setInterval(() => {
      container.write('next', versions[++replacements % 2]);
      fs.renameSync(container.file('next'), container.file('metrics.prom'));
    }, 5);
    const texts: string[] = [];
    await Promise.all(Array.from({ length: 10 }, async () => {
      for (let scrape = 0; scrape < 30; scrape++) {
        texts.push(await (await get()).text());
      }
    }));
    clearInterval(timer);
    expect(texts.filter((text) => !versions.includes(text)).map(({ length }) => length)).toEqual([]);
    expect(new Set(texts).size).toBe(2);
    idle.forEach((socket) => socket.destroy());
    await eventually(() => container.processes().length <= before.length, () => `${before}; ${container.processes()}`);
    expect(container.processes().filter((name) => name.endsWith('Z'))).toEqual([]);
  });

  test('gives the place of a client free that says nothing', async () => {
    await serve(METRICS, 3);
    const idle = net.connect(port, '127.0.0.1').on('error', () => {});
    const closed = new Promise((resolve) => idle.on('close', resolve));
    idle.resume();
    await closed;
    expect((await get()).status).toBe(200);
  });

  test('ends at once when it is told to, and takes the program along', async () => {
    await serve(METRICS);
    await eventually(() => container.processes().some((name) => name.startsWith('sleep')), () => container.processes().join());
    process.kill('SIGTERM');
    await ended;
    expect(process.exitCode).toBe(0);
    await eventually(() => container.processes().length === 0, () => container.processes().join());
  });

  test('ends with an error when the program does', async () => {
    start(METRICS, ['sleep', '1']);
    await ended;
    expect(process.exitCode).toBe(1);
    await eventually(() => container.errors === 'sleep has ended with code 0\n', () => container.errors);
  });

  test('ends with an error when the port is taken', async () => {
    const holder = net.createServer((socket) => socket.destroy()).listen(0, '::');
    await once(holder, 'listening');
    ({ port } = holder.address() as net.AddressInfo);
    await serve(METRICS);
    await ended;
    expect(process.exitCode).toBe(1);
    await eventually(() => container.errors.includes(`the metrics server on port ${port} has ended`), () => container.errors);
    await new Promise((resolve) => holder.close(resolve));
  });
});

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** What the server says to a request, up to the end of the connection. */
function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (data) => { text += data; }).on('end', () => resolve(text)).on('error', reject);
  });
}
