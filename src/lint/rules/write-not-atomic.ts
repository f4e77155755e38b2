import { loopsForever, scriptOf, SHELLS } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { isMounted } from '../knowledge/workload';
import { Container } from '../model/container';
import { Rule } from '../rule';

export const writeNotAtomic: Rule = {
  id: 'write-not-atomic',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: SHELLS,
  what: 'Finds scripts that overwrite a file in a loop which another container reads.',
  why: 'The shell empties the file first and writes then. Whoever reads in between gets nothing, or half of it. A file that is written '
    + 'beside it and renamed is always whole.',
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
      for (const file of script && loopsForever(script.text) && !/\bmv\b/.test(script.text) ? overwrittenBy(script.text) : []) {
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

function overwrittenBy(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<![>=<-])>\s*"?(\/(?!dev\/|proc\/)[\w./-]+)/g)].map(([, file]) => file))];
}

/** Whether both mount the volume that the file is on. */
function sharesFolder(one: Container, other: Container, file: string): boolean {
  const names = one.volumeMounts.filter((mount) => isMounted({ volumeMounts: [mount] }, file)).map((mount) => mount.at('name').text);
  return other.volumeMounts.some((mount) => names.includes(mount.at('name').text));
}

function reads(container: Container, file: string): boolean {
  const text = scriptOf(container)?.text ?? '';
  return /\b(cat|grep|sed|awk|jq|read|source|md5sum|cmp|diff)\b|</.test(text) && text.includes(file.slice(file.lastIndexOf('/') + 1));
}
