import * as http from 'node:http';
import { AddressInfo } from 'node:net';

/** What an app was asked. */
export interface Asked {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: number;
}

/** An app on localhost that answers with what it was asked, and with the headers that the test wants. */
export class EchoApp {
  public readonly asked: Asked[] = [];
  /** How many requests have begun. */
  public begun = 0;
  /** Headers of the next responses. */
  public headers: http.OutgoingHttpHeaders = {};
  public status = 200;
  /** Milliseconds until it answers. */
  public pause = 0;
  private gate: Promise<unknown> = Promise.resolve();
  private readonly server = http.createServer((request, response) => {
    let bytes = 0;
    this.begun++;
    request.on('data', (chunk: Buffer) => { bytes += chunk.length; });
    request.on('end', async () => {
      const asked = { url: request.url!, headers: request.headers, bytes };
      this.asked.push(asked);
      await this.gate;
      setTimeout(() => response.writeHead(this.status, { 'Content-Type': 'application/json', ...this.headers }).end(JSON.stringify(asked).padEnd(2000)), this.pause);
    });
  });

  /** Has answers wait until what it gives is called, which need not be. */
  public hold(): () => void {
    let release = () => {};
    this.gate = new Promise<void>((resolve) => { release = resolve; });
    return release;
  }

  public async start(): Promise<number> {
    // An echo in place of WebSocket frames: nginx looks at the handshake only.
    this.server.on('upgrade', (request, socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n\r\n`);
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
