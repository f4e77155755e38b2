import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface AskOptions extends http.RequestOptions {
  readonly body?: string;
  readonly tls?: boolean;
}

/** A request over HTTP/1.1. */
export function ask(port: number, { body, tls, ...options }: AskOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = (tls ? https : http).request({ rejectUnauthorized: false, host: '127.0.0.1', port, agent: false, maxHeaderSize: 256 * 1024, ...options }, (response) => {
      let text = '';
      response.on('data', (data) => { text += data; });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode!, headers: response.headers, body: '' });
    });
    sent.end(body);
  });
}

/** The whole of what comes back for a text, until the other end closes. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    net.connect(port, '127.0.0.1').on('data', (data) => { got += data; }).on('error', () => {}).on('close', () => resolve(got)).write(text);
  });
}

/** A connection with what has come on it. */
export interface Held {
  readonly socket: net.Socket;
  readonly received: string;
  readonly open: boolean;
}

/** Connections on which something is said, and which stay. */
export function hold(port: number, count: number, say: string): Held[] {
  return Array.from({ length: count }, () => {
    const socket = net.connect(port, '127.0.0.1');
    const held = { socket, received: '', open: true };
    socket.on('data', (data) => { held.received += data; }).on('error', () => {}).on('close', () => { held.open = false; });
    socket.write(say);
    return held;
  });
}

export const WEBSOCKET = [
  'GET /ws HTTP/1.1', 'Host: shop.example', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13',
  '', '',
].join('\r\n');
