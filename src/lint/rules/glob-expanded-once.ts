import { FOLLOW, follows } from '../knowledge/script';
import { inScripts, runningContainers } from '../knowledge/script-checks';
import { Command, nameOf } from '../knowledge/shell/commands';
import { Word } from '../knowledge/shell/syntax';
import { Rule } from '../rule';

const inShells = inScripts(['tail'], ({ field, code }, where, report) => {
  const glob = code.commands.filter(follows).flatMap(filesOf).find((word) => word.isGlob || isListing(word))?.text;
  if (glob) {
    report({
      at: field,
      message: `${where} follows ${glob}, which the shell expands once: files that come later are missed`,
      help: 'name the files, or use a log shipper that looks for new ones',
    });
  }
});

export const globExpandedOnce: Rule = {
  id: 'glob-expanded-once',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds `tail` that follows a glob such as `/logs/*.log`, or what `ls` or `find` have listed, in shell scripts and without a shell.',
  why: 'The shell expands the glob once, when the script starts. A log file that the app creates later is never followed. If none is there yet, '
    + '`tail` looks for a file with the name `*.log`, as it always does without a shell.',
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

  ...inShells,
  needs: ['command', 'args', 'ConfigMap'],

  checkPod(pod, report, context) {
    inShells.checkPod!(pod, report, context);
    for (const container of runningContainers(pod)) {
      const [program, ...words] = container.commandLine;
      const glob = program?.ask(isTail) ? words.find((word) => word.ask(isGlob)) : undefined;
      if (glob && words.some((word) => word.ask(isFollowing))) {
        report({
          at: glob,
          message: `container '${container.name}' follows a file with the name ${glob.text}: without a shell, nothing expands it`,
          help: 'name the files, or use a log shipper that looks for new ones',
        });
      }
    }
  },
};

function isTail(word: unknown): boolean {
  return typeof word === 'string' && nameOf(word) === 'tail';
}

function isGlob(word: unknown): boolean {
  return typeof word === 'string' && word.startsWith('/') && word.includes('*');
}

function isFollowing(word: unknown): boolean {
  return typeof word === 'string' && FOLLOW.test(word);
}

/** The files of a command, and those of the loop that goes through them. */
function filesOf({ args, loops }: Command): readonly Word[] {
  const lists = loops.filter(({ variable }) => args.some(({ text }) => new RegExp(`^\\$\\{?${variable}\\b`).test(text)));
  return [...args, ...lists.flatMap(({ list }) => list)];
}

/** Files that a program lists: `$(ls /logs/*.log)`. */
function isListing({ commands, text }: Word): boolean {
  return commands.length > 0 && /\b(ls|find)\s/.test(text);
}
