import { filesWrittenBy, isRepeated, scriptOf, SHELLS, textOf } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { isIn } from '../knowledge/workload';
import { Container } from '../model/container';
import { Rule } from '../rule';

export const writeNotAtomic: Rule = {
  id: 'write-not-atomic',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: SHELLS,
  mentions: ['>', 'tee'],
  what: 'Finds scripts that overwrite a file again and again which another container reads.',
  why: 'The shell first empties the file and then writes to it. A program that reads in between gets nothing, or half of it. If a new file is '
    + 'written beside it and then renamed, the file is always whole.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: writer
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          while true; do
            date > /shared/now
            sleep 5 & wait
          done
      volumeMounts:
        - name: shared
          mountPath: /shared
    - name: reader
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          while true; do
            cat /shared/now
            sleep 5 & wait
          done
      volumeMounts:
        - name: shared
          mountPath: /shared
          readOnly: true
  volumes:
    - name: shared
      emptyDir:
        sizeLimit: 100Mi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: writer
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          while true; do
            date > /shared/now.new
            mv /shared/now.new /shared/now
            sleep 5 & wait
          done
      volumeMounts:
        - name: shared
          mountPath: /shared
    - name: reader
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          while true; do
            cat /shared/now
            sleep 5 & wait
          done
      volumeMounts:
        - name: shared
          mountPath: /shared
          readOnly: true
  volumes:
    - name: shared
      emptyDir:
        sizeLimit: 100Mi
`,

  checkPod(pod, report) {
    for (const container of runningContainers(pod)) {
      const script = scriptOf(container);
      const commands = script?.code.commands ?? [];
      const overwritten = commands.some(({ name }) => name === 'mv') ? [] : commands.filter(isRepeated).flatMap(overwrittenBy);
      for (const file of new Set(overwritten)) {
        const reader = pod.containers.find((other) => other !== container && sharesFolder(container, other, file) && reads(other, file));
        if (reader) {
          report({
            at: script!.field,
            message: `container '${container.name}' overwrites ${file}, which '${reader.name}' may read half-written`,
            help: 'write another file in the same folder, and rename it with mv',
            related: [{ at: reader.at('name'), message: 'reads it' }],
          });
        }
      }
    }
  },
};

function overwrittenBy(command: Command): string[] {
  const byTee = command.name === 'tee' && !command.args.some(({ text }) => /^(-\w*a|--append)/.test(text)) ? command.args.map(({ text }) => text) : [];
  return [...byTee, ...filesWrittenBy(command, /^&?>$|^>\|$/)].flatMap((file) => /^\/[\w./-]+/.exec(file)?.[0] ?? []);
}

/** Whether both mount the volume that the file is on. */
function sharesFolder(one: Container, other: Container, file: string): boolean {
  const names = one.volumeMounts.filter((mount) => isIn(file, mount)).map((mount) => mount.at('name').text);
  return other.volumeMounts.some((mount) => names.includes(mount.at('name').text));
}

function reads(container: Container, file: string): boolean {
  const commands = scriptOf(container)?.code.commands ?? [];
  const name = file.slice(file.lastIndexOf('/') + 1);
  return commands.some((command) => textOf([command]).includes(name)
    && (/^(cat|grep|sed|awk|jq|read|source|\.|md5sum|cmp|diff|tail|head|while)$/.test(command.name) || command.redirections.some(({ operator }) => operator === '<')));
}
