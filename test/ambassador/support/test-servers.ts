import * as http from 'node:http';
import * as net from 'node:net';
import { required } from '../../support/programs';
import { until } from '../../support/waiting';

/** Something to be closed behind a test. */
export interface Closable {
  close(): Promise<void>;
}

const open: Closable[] = [];

/** Closes what a test has opened. */
export async function closeServers(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.close()));
}

/** A server that notes its connections. */
export class TestServer implements Closable {
  public port = 0;
  public connections = 0;
  public readonly sockets = new Set<net.Socket>();

  constructor(public readonly server: net.Server) {
    open.push(this);
    server.on('connection', (socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => {});
    });
  }

  public async listen(port = 0): Promise<this> {
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', () => resolve(undefined)));
    this.port = (this.server.address() as net.AddressInfo).port;
    return this;
  }

  public async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function serveTcp(onConnect: (socket: net.Socket) => void, port?: number): Promise<TestServer> {
  return new TestServer(net.createServer(onConnect)).listen(port);
}

export function serveHttp(onRequest: http.RequestListener, port?: number): Promise<TestServer> {
  return new TestServer(http.createServer({ keepAliveTimeout: 60_000 }, onRequest)).listen(port);
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export function request(port: number, path = '/', options: http.RequestOptions = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      let text = '';
      response.on('data', (data) => { text += data; });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends a text over TCP, and gives the first answer; nothing if the connection is closed before. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.once('data', (data) => { resolve(data.toString()); socket.destroy(); });
    socket.once('close', () => resolve(''));
    socket.once('error', () => resolve(''));
  });
}

/** A connection that stays; says whether the other end lets it. */
export async function hold(port: number): Promise<{ socket: net.Socket; open: boolean }> {
  const socket = net.connect(port, '127.0.0.1');
  const held = { socket, open: true };
  open.push({ close: async () => { socket.destroy(); } });
  socket.on('error', () => {});
  socket.on('close', () => { held.open = false; });
  socket.resume();
  await new Promise((resolve) => { socket.once('connect', resolve); socket.once('close', resolve); });
  return held;
}

/**
 * A connection that stays, once the server behind the program has it: the system takes one for a program that has not
 * looked yet, and a program that is told to stop then ends without it.
 */
export async function holdThrough(port: number, server: TestServer): Promise<{ socket: net.Socket; open: boolean }> {
  const before = server.connections;
  const held = await hold(port);
  await until('the server has the connection', async () => server.connections > before);
  return held;
}

/** A port that neither takes nor refuses connections: a server that was stopped, with as many in its queue as go in. */
export async function blackHole(): Promise<number> {
  const script = "const server = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port))";
  const program = required('node').start(['-e', script]);
  open.push({ close: async () => { program.kill('SIGKILL'); } });
  const port = await new Promise<number>((resolve) => program.stdout.once('data', (data) => resolve(Number(data))));
  program.kill('SIGSTOP');
  const queued = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1').on('error', () => {}));
  open.push({ close: async () => queued.forEach((socket) => socket.destroy()) });
  await until('the queue is full', async () => queued.filter(({ connecting }) => !connecting).length >= 2);
  return port;
}

/** How many milliseconds something takes. */
export async function timed(doing: () => Promise<unknown>): Promise<number> {
  const begin = Date.now();
  await doing();
  return Date.now() - begin;
}

export function expectWithin(value: number, least: number, most: number): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}
