import { filesWrittenBy, follows, isRepeated } from '../knowledge/script';
import { inScripts } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { Rule } from '../rule';

export const logPrintedAgain: Rule = {
  id: 'log-printed-again',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds loops that print a log file, or its last lines, again and again.',
  why: 'A line is printed once for each turn of the loop, or never, if more lines were written in the meantime. Counting or searching the '
    + 'log gives wrong results.',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/logging/#streaming-sidecar-container',
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
      command: [sh, -c, "trap exit TERM; while true; do tail -n 5 /var/log/app/app.log; sleep 10 & wait; done"]
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

  ...inScripts(['log'], ({ field, code }, where, report) => {
    const file = code.commands.filter((command) => isRepeated(command) || command.name === 'watch').map(logPrintedBy).find((one) => one !== undefined);
    if (file !== undefined) {
      report({
        at: field,
        message: `${where} prints ${file} again with each turn of its loop`,
        help: "follow the file with 'tail -n +1 -F', or with a log shipper",
      });
    }
  }),
};

const FILTER = /^(grep(?!\s+-\w*[cqo])|sed|awk|cut|tr|sort|head|tail)\b/;

/** The log that `cat` or `tail` prints, without -f, to stdout, by way of filters or not. */
function logPrintedBy(command: Command): string | undefined {
  const { name, args, pipe, isCaptured, isTested } = command;
  const isPrinted = (['cat', 'tail'].includes(name) || (name === 'watch' && args.some(({ text }) => /^(cat|tail)\b/.test(text)))) && !follows(command) && !isCaptured && !isTested && filesWrittenBy(command).length === 0;
  return isPrinted && pipe.every((filter) => FILTER.test(filter)) ? args.find(({ text }) => /^[^-].*(\/logs?\/|\.log)|^\/logs?\//.test(text))?.text : undefined;
}
