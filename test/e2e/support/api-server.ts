import { required, stop } from '../../support/programs';

/**
 * Starts a proxy by which tests read from the API server: they look again and again, and a process of kubectl for each look would need
 * more processor time than what they look at.
 *
 * @returns how to stop it
 */
export async function startProxy(): Promise<() => Promise<unknown>> {
  const proxy = required('kubectl').start(['proxy', '--port=0']);
  process.once('exit', () => proxy.kill());
  let said = '';
  process.env.E2E_API = await new Promise<string>((resolve, reject) => {
    const listen = (data: Buffer) => {
      said += data;
      const [, address] = /on (127\.0\.0\.1:\d+)\n/.exec(said) ?? [];
      if (address) {
        resolve(`http://${address}`);
      }
    };
    proxy.stdout.on('data', listen);
    proxy.stderr.on('data', listen);
    proxy.on('close', () => reject(new Error(`kubectl proxy has ended: ${said}`)));
  });
  return () => stop(proxy);
}

/** What the API server answers to a GET; fails with the message of another answer. */
export function read(path: string): Promise<Buffer> {
  return ask(path, {});
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse((await read(path)).toString());
}

/** Deletes an object or a collection, and does not wait for it to be gone. */
export async function remove(path: string, options: { gracePeriodSeconds?: number } = {}): Promise<void> {
  await ask(path, { method: 'DELETE', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(options) });
}

async function ask(path: string, request: RequestInit): Promise<Buffer> {
  const response = await fetch(`${process.env.E2E_API}${path}`, request);
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    throw new Error(`${request.method ?? 'GET'} ${path}: ${response.status} ${body}`);
  }
  return body;
}
