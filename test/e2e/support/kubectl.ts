import { required } from '../../support/programs';

/** What a kubectl command printed. */
export interface Printed {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs kubectl against the cluster that KUBECONFIG names; fails with what it printed on stderr. */
export function kubectl(args: string[], input: string | Buffer = ''): Promise<Printed> {
  const child = required('kubectl').start(args);
  const [stdout, stderr]: Buffer[][] = [[], []];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  child.stdin.on('error', () => {}); // a command that ends before it has read its input says why by itself
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const said = Buffer.concat(stderr).toString().trim();
      if (code === 0) {
        resolve({ stdout: Buffer.concat(stdout), stderr: said });
      } else {
        reject(new Error(`kubectl ${args.join(' ').slice(0, 200)}: ${said || `ended with ${code ?? signal}`}`));
      }
    });
  });
}
