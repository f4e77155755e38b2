import { execFile, spawn } from 'node:child_process';

/** What a kubectl command printed. */
export interface Printed {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs kubectl against the cluster that KUBECONFIG names; fails with what it printed on stderr. */
export function kubectl(args: string[], input: string | Buffer = ''): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, { encoding: 'buffer', maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const said = stderr.toString().trim();
      if (error) {
        reject(new Error(`kubectl ${args.join(' ').slice(0, 200)}: ${said || error.message}`));
      } else {
        resolve({ stdout, stderr: said });
      }
    });
    child.stdin!.on('error', () => {}); // a command that ends before it has read its input says why by itself
    child.stdin!.end(input);
  });
}

export async function kubectlJson<T>(args: string[]): Promise<T> {
  return JSON.parse((await kubectl([...args, '-o', 'json'])).stdout.toString());
}

/** Collects what kubectl prints until it ends. */
export function collect(args: string[]): Promise<Buffer> {
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks)));
  });
}
