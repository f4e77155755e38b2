import * as fs from 'node:fs';
import * as path from 'node:path';

/** Files of /proc by their path, without `/proc/`. */
export type Files = Map<string, string>;

/**
 * Files of /proc as they were read inside a pod, each line as PATH:LINE, trimmed to what is of use: cgroup v1 on Kubernetes 1.34 with Linux
 * 6.18 (resource-monitor-demo, two readings 10.6 s apart), cgroup v2 on Linux 6.1 (a loop and 20 MiB, half a core, 18.6 s apart).
 */
export function recorded(name: string): Files {
  const files: Files = new Map();
  for (const line of fs.readFileSync(path.join(__dirname, '../recorded', `${name}.txt`), 'utf8').split('\n').slice(0, -1)) {
    const [, file, text] = /^\/proc\/([^:]*):(.*)$/.exec(line)!;
    files.set(file, `${files.get(file) ?? ''}${text}\n`);
  }
  return files;
}

/** Replaces the folder at once, so that a reading has all files or none. */
export function write(files: Files, folder: string): void {
  const next = `${folder}.next`;
  for (const [name, text] of files) {
    fs.mkdirSync(path.dirname(path.join(next, name)), { recursive: true });
    fs.writeFileSync(path.join(next, name), text);
  }
  if (fs.existsSync(folder)) {
    fs.renameSync(folder, `${folder}.${Date.now()}`);
  }
  fs.renameSync(next, folder);
}
