import { follows } from '../knowledge/script';
import { inScripts } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { Word } from '../knowledge/shell/syntax';
import { Rule } from '../rule';

export const globExpandedOnce: Rule = {
  id: 'glob-expanded-once',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds shell scripts in which `tail` follows a glob such as `/logs/*.log`.',
  why: 'The shell expands the glob once, when the script starts. A log file that the app creates later is never followed. If none is there yet, '
    + '`tail` looks for a file with the name `*.log`.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_14_03',
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
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/*.log & wait"]
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
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/access.log /var/log/app/error.log & wait"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,

  ...inScripts(['tail'], ({ field, code }, where, report) => {
    const glob = code.commands.filter(follows).flatMap(filesOf).find(({ isGlob }) => isGlob)?.text;
    if (glob) {
      report({
        at: field,
        message: `${where} follows ${glob}, which the shell expands once: files that come later are missed`,
        help: 'name the files, or use a log shipper that looks for new ones',
      });
    }
  }),
};

/** The files of a command, and those of the loop that goes through them. */
function filesOf({ args, loops }: Command): readonly Word[] {
  const lists = loops.filter(({ variable }) => args.some(({ text }) => new RegExp(`^\\$\\{?${variable}\\b`).test(text)));
  return [...args, ...lists.flatMap(({ list }) => list)];
}
