import * as fs from 'node:fs';
import * as path from 'node:path';
import { skipped } from './skipped';

export function programOf(name: string): string | undefined {
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'].map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** Tests that need a program; left out where it is not installed. */
export function describeProgram(program: string, name: string, tests: () => void): void {
  const installed = programOf(program);
  if (!installed) {
    skipped(program);
  }
  (installed ? describe : describe.skip)(name, tests);
}

const STREAM = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** Debian has nginx's stream module in a file, the official image in the program. */
export function loadStream(): string {
  return fs.existsSync(STREAM) ? `load_module ${STREAM};\n` : '';
}
