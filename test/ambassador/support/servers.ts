import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';

export async function listening<T extends net.Server>(server: T, port = 0): Promise<T> {
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve));
  return server;
}

export function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}

/** The whole answer to a request of the oldest kind, without a host. */
export async function speakHttp10(port: number): Promise<string> {
  const chunks: Buffer[] = [];
  const socket = net.connect(port, '127.0.0.1').on('data', (chunk) => chunks.push(chunk));
  socket.write('GET / HTTP/1.0\r\n\r\n');
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

/** A server that counts the requests it gets, and answers as the test says. */
export class Backend {
  public static async start(answer: Backend['answer'] = () => 200): Promise<Backend> {
    const backend = new Backend(answer);
    await listening(backend.server);
    return backend;
  }

  public readonly requests: http.IncomingMessage[] = [];
  /** How many connections were made. */
  public connections = 0;
  private readonly server = http.createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    this.requests.push(request);
    const status = await this.answer(this.requests.length, request);
    if (status === 'reset') {
      request.socket.destroy();
    } else {
      response.writeHead(status, { server: 'backend' }).end(`answer ${this.requests.length}`);
    }
  });

  /**
   * @param answer gives the status of the n-th request
   */
  private constructor(public answer: (n: number, request: http.IncomingMessage) => number | 'reset' | Promise<number>) {
    this.server.on('connection', () => this.connections++);
  }

  public get port(): number {
    return portOf(this.server);
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
