import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { KeyPair } from '../../support/certificates';

/** A request as it arrived. */
export interface Asked {
  readonly method: string;
  readonly httpVersion: string;
  readonly url: string;
  /** By their names in lower case; several of one name in their order. */
  readonly headers: { readonly [name: string]: readonly string[] | undefined };
}

const hello = (response: http.ServerResponse, _request: http.IncomingMessage): void => { response.end('hello'); };

/** A server that remembers its requests and echoes on WebSockets. */
export class EchoServer {
  public static async start(certificate?: KeyPair): Promise<EchoServer> {
    const server = new EchoServer(certificate);
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  public asked: Asked[] = [];
  /** How it answers. */
  public answer = hello;
  private readonly sockets = new Set<net.Socket>();
  private readonly server: http.Server;

  private constructor(certificate?: KeyPair) {
    const options = { maxHeaderSize: 256 * 1024, keepAliveTimeout: 60_000 };
    const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
      this.asked.push(toAsked(request));
      request.resume().on('end', () => this.answer(response, request));
    };
    this.server = certificate ? https.createServer({ ...options, ...certificate }, listener) : http.createServer(options, listener);
    this.server.on('connection', (socket: net.Socket) => this.remember(socket));
    this.server.on('upgrade', (request, socket) => {
      this.asked.push(toAsked(request));
      const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const headers = [`Upgrade: ${request.headers.upgrade}`, 'Connection: Upgrade', `Sec-WebSocket-Accept: ${key}`];
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`);
      socket.on('error', () => {}).pipe(socket);
    });
  }

  public get port(): number {
    return (this.server.address() as net.AddressInfo).port;
  }

  public get last(): Asked {
    return this.asked.at(-1)!;
  }

  /** As it was at its start. */
  public reset(): void {
    this.asked = [];
    this.answer = hello;
  }

  /** From now on it closes each connection some milliseconds after an answer, and does not say so beforehand. */
  public closeAfter(milliseconds: () => number): void {
    this.answer = (response, { socket }) => {
      response.end('hello', () => { setTimeout(() => (socket instanceof tls.TLSSocket ? socket.destroy() : socket.end()), milliseconds()); });
    };
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private remember(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
  }
}

function toAsked({ method, httpVersion, url, rawHeaders }: http.IncomingMessage): Asked {
  const headers: { [name: string]: string[] } = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    (headers[rawHeaders[index].toLowerCase()] ??= []).push(rawHeaders[index + 1]);
  }
  return { method: method!, httpVersion, url: url!, headers };
}
