import { imageOf } from '../knowledge/image';
import { filesWrittenBy, scriptOf } from '../knowledge/script';
import { Command } from '../knowledge/shell/commands';
import { isMounted } from '../knowledge/workload';
import { Container } from '../model/container';
import { Rule } from '../rule';

/**
 * Where programs of well-known images write, unless their configuration says otherwise. Folders that an image declares as volumes, as
 * databases do with their data, are not among them: container runtimes give these a volume of their own.
 */
const WRITTEN = new Map<string, readonly string[]>(Object.entries({
  'nginx': ['/var/cache/nginx', '/run'],
  'httpd': ['/usr/local/apache2/logs'],
  'postgres': ['/var/run/postgresql'],
  'mysql': ['/var/run/mysqld'],
  'mariadb': ['/run/mysqld'],
  'mongo': ['/tmp'],
  'nginxinc/nginx-unprivileged': ['/tmp'],
}));

const REPOSITORIES = [...WRITTEN.keys()];

/** The same folder by another name. */
const ALIASES: { readonly [path: string]: string } = {
  '/run': '/var/run',
  '/run/mysqld': '/var/run/mysqld',
  '/var/run/mysqld': '/run/mysqld',
  '/var/run/postgresql': '/run/postgresql',
};

export const readOnlyRootNeedsVolume: Rule = {
  id: 'read-only-root-needs-volume',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['readOnlyRootFilesystem'],
  what: 'Finds containers with a read-only root file system whose program writes to a folder that is not a volume.',
  why: 'The program exits when it starts, or later when it first needs the folder. The rule knows the folders of well-known images, and the '
    + 'files that a script writes.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.29.4
      securityContext:
        readOnlyRootFilesystem: true
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.29.4
      securityContext:
        readOnlyRootFilesystem: true
      volumeMounts:
        - name: cache
          mountPath: /var/cache/nginx
        - name: run
          mountPath: /run
  volumes:
    - name: cache
      emptyDir:
        sizeLimit: 100Mi
    - name: run
      emptyDir:
        sizeLimit: 1Mi
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const readOnly = container.at('securityContext', 'readOnlyRootFilesystem');
      const isVolume = (path: string) => [path, ALIASES[path] ?? path].some((one) => isMounted(container, one));
      const missing = readOnly.flag ? [...new Set(writtenBy(container).filter((path) => !isVolume(path)).map(volumeOf))] : [];
      if (missing.length > 0) {
        report({
          at: readOnly,
          message: `container '${container.name}' has a read-only root file system and writes to ${missing.join(' and ')}`,
          help: 'mount an emptyDir there',
        });
      }
    }
  },
};

function writtenBy(container: Container): readonly string[] {
  const script = scriptOf(container);
  if (script) {
    return script.field.ask(mayWrite) ? writtenByScript(script.code.commands) : [];
  }
  const written = container.at('image').ask(mayBeKnown) ? WRITTEN.get(imageOf(container)?.repository ?? '') ?? [] : [];
  // with a command or a configuration of its own it may write elsewhere
  const isConfigured = written.length === 0 || container.volumeMounts.some((mount) => /^\/etc\/(?!.*(conf\.d|templates|ssl|certs?|tls)\b)/.test(mount.at('mountPath').text ?? ''));
  const isPlain = !isConfigured && ['command', 'args'].every((field) => !container.at(field).exists);
  return isPlain ? written : [];
}

function mayWrite(script: unknown): boolean {
  return />|mktemp|touch/.test(String(script));
}

function mayBeKnown(image: unknown): boolean {
  return REPOSITORIES.some((repository) => String(image).includes(repository));
}

/** The files that its output goes to, and those that it makes in `/tmp`. */
function writtenByScript(commands: readonly Command[]): string[] {
  const made = commands.flatMap(({ name, args }) => name === 'mktemp' ? ['/tmp/'] : name === 'touch' ? args.map(({ text }) => text).filter((file) => file.startsWith('/tmp/')) : []);
  return [...made, ...commands.flatMap((command) => filesWrittenBy(command, /^&?>$|^>\|$/))].flatMap((file) => /^\/[\w./-]+/.exec(file)?.[0] ?? []);
}

function volumeOf(file: string): string {
  return file.startsWith('/tmp/') ? '/tmp' : file;
}
