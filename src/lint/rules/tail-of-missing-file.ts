import { scriptFiles, scriptOf } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { Field } from '../model/field';
import { Report, Rule } from '../rule';

export const tailOfMissingFile: Rule = {
  id: 'tail-of-missing-file',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['command', 'args', 'ConfigMap'],
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
      const words = [...container.at('command').items, ...container.at('args').items];
      check(script?.field ?? words[0], script?.text ?? words.map((word) => word.text ?? '').join(' '), `container '${container.name}'`, report);
    }
  },

  checkObject(object, report) {
    scriptFiles(object).forEach(({ field, text }) => check(field, text, String(field.key), report));
  },
};

function check(at: Field, text: string, where: string, report: Report): void {
  const file = TAIL.exec(text)?.[1].replace(/^"/, '');
  const isMade = file !== undefined && (MAKES_FILES.test(text.slice(0, text.indexOf(file))) || /--retry|\s-\S*F/.test(text));
  if (file && /^(\/(?!dev\/)|\$\{?[A-Za-z_])/.test(file) && !isMade) {
    report({
      at,
      message: `${where} follows ${file} by tail -f, which ends if the file is not there yet`,
      help: "use 'tail -n +1 -F', which waits for the file and keeps to its name",
    });
  }
}

/** `tail -f FILE`, with any other options before and behind. */
const TAIL = /(?:^|[\s;&|/])tail\s+(?:(?:-[a-zA-Z]*\+?\d*|\+?\d+|--lines=\S+)\s+)*?(?:-[0-9nq]*f\S*|--follow(?:=\w+)?)\s+(?:(?:-\S+|\+?\d+)\s+)*("?[^\s;&|"']+)/;

/** What is done before so that the file is there: it is made, or waited for. */
const MAKES_FILES = /\b(touch|mkfifo)\b|(\[|test)\s+(!\s+)?-[efs]\s|>>?\s*["']?\//;
