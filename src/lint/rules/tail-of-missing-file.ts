import { codeOf, fileFollowedBy, filesWrittenBy, scriptFiles, scriptOf } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { Command, ShellScript } from '../knowledge/shell/commands';
import { isIn, isMounted } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

export const tailOfMissingFile: Rule = {
  id: 'tail-of-missing-file',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['command', 'args', 'ConfigMap'],
  mentions: ['tail'],
  what: 'Finds `tail -f` on a file that another container writes, and `tail` that follows a file of a volume which only other containers mount.',
  why: '`tail -f` ends at once while the file is not there, so the sidecar restarts until the app has written its first line, and its lines up to then are lost '
    + 'or repeated. It also keeps the old file after a rotation. `tail -F` waits for the file and follows its name, but finds '
    + 'it only if its own container mounts the volume.',
  source: 'https://www.gnu.org/software/coreutils/manual/html_node/tail-invocation.html',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; tail -f /var/log/app/app.log & wait"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log & wait"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,

  checkPod(pod, report) {
    for (const container of runningContainers(pod)) {
      const at = scriptOf(container)?.field ?? container.commandLine[0];
      const code = codeOf(container);
      const mount = mountElsewhere(pod, container, code);
      if (mount) {
        reportMount(container, at, mount, report);
      } else {
        check(at, code, `container '${container.name}'`, report, (file) => pod.init.some((one) => codeOf(one).commands.some((command) => makes(command, file))));
      }
    }
  },

  checkObject(object, report) {
    scriptFiles(object).forEach(({ field, code }) => check(field, code, String(field.key), report));
  },
};

function check(at: Field, { commands }: ShellScript, where: string, report: Report, isThere = (_file: string) => false): void {
  const tail = commands.find((command) => fileFollowedBy(command) && !command.args.some(({ text }) => /^-\w*F|^--retry/.test(text)));
  const file = tail && fileFollowedBy(tail)!;
  const isMade = commands.slice(0, commands.indexOf(tail!)).some(makesFiles);
  if (file && !isMade && !isThere(file)) {
    report({
      at,
      message: `${where} follows ${file} by tail -f, which ends if the file is not there yet`,
      help: "use 'tail -n +1 -F', which waits for the file and keeps to its name",
    });
  }
}

/** What reads and prints, and starts nothing that may write the file itself. */
const ONLY_READS = /^(|tail|trap|wait|sleep|exit|set|export|echo|printf|read|sed|awk|grep|cut|tr|jq|cat|date|test|\[{1,2}|:|true)$/;

/** Where others mount the volume of the file that a container follows, if it does not mount it itself. */
function mountElsewhere(pod: Pod, container: Container, { commands }: ShellScript): Field | undefined {
  const file = fileOf(commands);
  const mayWrite = commands.some((command) => !ONLY_READS.test(command.name) || filesWrittenBy(command).length > 0);
  return file === undefined || mayWrite || isMounted(container, file) ? undefined
    : runningContainers(pod).flatMap(({ volumeMounts }) => volumeMounts).find((mount) => isIn(file, mount));
}

function fileOf(commands: readonly Command[]): string | undefined {
  return commands.map(fileFollowedBy).find((file) => file?.startsWith('/'));
}

function reportMount(container: Container, at: Field, mount: Field, report: Report): void {
  const volume = mount.at('name').text;
  report({
    at,
    message: `container '${container.name}' follows ${fileOf(codeOf(container).commands)}, which is in volume '${volume}', and does not mount it there`,
    help: `mount volume '${volume}' at ${mount.at('mountPath').text} in '${container.name}', with 'readOnly: true'`,
    related: [{ at: mount, message: 'mounted by another container' }],
  });
}

/** Whether it makes a file of this name: where the volume is mounted may differ between containers. */
function makes(command: Command, file: string): boolean {
  const made = ['touch', 'mkfifo'].includes(command.name) ? command.args.map(({ text }) => text) : filesWrittenBy(command);
  return made.some((one) => one.split('/').pop() === file.split('/').pop());
}

/** What is done before so that the file is there: it is made, or waited for. */
function makesFiles(command: Command): boolean {
  return /^(touch|mkfifo)\b|^(\[{1,2}|test) (! )?-[efs] /.test(command.text) || filesWrittenBy(command).length > 0;
}
