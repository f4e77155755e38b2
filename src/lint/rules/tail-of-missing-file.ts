import { commandText, filesWrittenBy, follows, scriptFiles, scriptOf } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { Command, readScript, ShellScript } from '../knowledge/shell/commands';
import { Field } from '../model/field';
import { Report, Rule } from '../rule';

export const tailOfMissingFile: Rule = {
  id: 'tail-of-missing-file',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['command', 'args', 'ConfigMap'],
  mentions: ['tail'],
  what: 'Finds `tail -f` on a file that another container writes.',
  why: '`tail -f` ends at once while the file is not there, so the sidecar restarts until the app has written its first line, and its lines up to then are lost '
    + 'or repeated. It also keeps the old file after a rotation. `tail -F` waits for the file and follows its name.',
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
      const script = scriptOf(container);
      const [first] = container.commandLine;
      check(script?.field ?? first, script?.code ?? readScript(commandText(container)), `container '${container.name}'`, report);
    }
  },

  checkObject(object, report) {
    scriptFiles(object).forEach(({ field, code }) => check(field, code, String(field.key), report));
  },
};

function check(at: Field, { commands }: ShellScript, where: string, report: Report): void {
  const tail = commands.find((command) => follows(command) && !command.args.some(({ text }) => /^-\w*F|^--retry/.test(text)));
  const file = tail?.args.find(({ text }) => /^(\/(?!dev\/)|\$\{?[A-Za-z_])/.test(text))?.text;
  const isMade = commands.slice(0, commands.indexOf(tail!)).some(makesFiles);
  if (file && !isMade) {
    report({
      at,
      message: `${where} follows ${file} by tail -f, which ends if the file is not there yet`,
      help: "use 'tail -n +1 -F', which waits for the file and keeps to its name",
    });
  }
}

/** What is done before so that the file is there: it is made, or waited for. */
function makesFiles(command: Command): boolean {
  return /^(touch|mkfifo)\b|^(\[{1,2}|test) (! )?-[efs] /.test(command.text) || filesWrittenBy(command).length > 0;
}
