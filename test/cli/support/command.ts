import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../../../src/cli/program';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, in which the command is run. */
export class Folder {
  private readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'pod-lint-'));
  private readonly before = process.cwd();

  constructor(files: { readonly [name: string]: string | Uint8Array } = {}) {
    Object.entries(files).forEach(([name, content]) => this.write(name, content));
    process.chdir(this.path);
  }

  public write(name: string, content: string | Uint8Array): void {
    const file = path.join(this.path, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }

  public delete(name: string): void {
    fs.rmSync(path.join(this.path, name));
  }

  public read(name: string): string {
    return fs.readFileSync(path.join(this.path, name), 'utf8');
  }

  public async run(...args: string[]): Promise<Result> {
    let [stdout, stderr] = ['', ''];
    const code = await run(args, {
      write: (text) => { stdout += text; },
      note: (text) => { stderr += text; },
      isTerminal: false,
      isErrorTerminal: false,
      isColored: false,
    });
    return { code, stdout, stderr };
  }

  /** The lines of the findings, and their rules; of those rules that the tests of the command need. */
  public async found(...args: string[]): Promise<string[]> {
    const { stdout } = await this.run('lint', '--format', 'json', ...args);
    return JSON.parse(stdout).findings.map(({ rule, file, startLine }: any) => `${file}:${startLine} ${rule}`).filter((line: string) => /duplicate-|suppression/.test(line));
  }

  /** What could not be checked, each with the first word of why. */
  public async failed(...args: string[]): Promise<string[]> {
    const { stdout } = await this.run('lint', '--format', 'json', ...args);
    return JSON.parse(stdout).failures.map(({ file, message }: any) => `${file}: ${/^\w+/.exec(message)![0]}`);
  }

  public remove(): void {
    process.chdir(this.before);
    fs.rmSync(this.path, { recursive: true });
  }
}

/** A pod with an error in its last line, and nothing else of interest. */
export const BAD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  initContainers:
    - name: app # the first
      image: ghcr.io/acme/setup:1.4.2
  containers:
    - image: ghcr.io/acme/web:1.4.2
      name: app
`;

export const RULE = 'duplicate-container-name';

/** Does something without the rights of root, from whom nothing is kept. */
export async function asNobody(work: () => Promise<void>): Promise<void> {
  const { geteuid, seteuid } = process as Required<Pick<NodeJS.Process, 'geteuid' | 'seteuid'>>;
  if (geteuid() !== 0) {
    return work();
  }
  seteuid(65534);
  try {
    await work();
  } finally {
    seteuid(0);
  }
}
