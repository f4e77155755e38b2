import * as net from 'node:net';

/*
 * Ports for programs that are told theirs. One that the kernel chooses may go to somebody else before the program takes it: to a test in another
 * worker, or to any connection. These are below those that the kernel chooses, and each worker has some of its own. They are above the ports that
 * configurations of the Collector name, which tests replace by these.
 */
const FIRST = 15_000;
const WORKERS = 17;
const EACH = 1000;

const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 1) % WORKERS) * EACH;
let next = Math.floor(Math.random() * EACH);

/** What another run of the tests on this machine finds, and leaves the port alone. */
const reservations: net.Server[] = [];
afterAll(() => Promise.all(reservations.splice(0).map((one) => new Promise((resolve) => one.close(resolve)))));

/** A port that nobody has, and that no other test gets. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < EACH; tries++) {
    const port = first + (next++ % EACH);
    if (await reserve(port) && await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no port from ${first} to ${first + EACH - 1} is free`);
}

export async function freePorts(count: number): Promise<number[]> {
  const ports = [];
  while (ports.length < count) {
    ports.push(await freePort());
  }
  return ports;
}

/** By a name that Linux frees with the process; elsewhere there is none. */
async function reserve(port: number): Promise<boolean> {
  if (process.platform !== 'linux') {
    return true;
  }
  const reservation = await listen(`\0test-port-${port}`);
  reservation && reservations.push(reservation);
  return reservation !== undefined;
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  await new Promise((resolve) => server ? server.close(resolve) : resolve(undefined));
  return server !== undefined;
}

function listen(where: number | string): Promise<net.Server | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(undefined)).listen(where, () => resolve(server)).unref();
  });
}
