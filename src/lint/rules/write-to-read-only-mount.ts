import { mountAt } from '../knowledge/mounts';
import { filesWrittenBy } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { normalPath } from '../knowledge/workload';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const writeToReadOnlyMount: Rule = {
  id: 'write-to-read-only-mount',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds shell scripts that write to a mount which is read-only, or to the files of a ConfigMap or Secret.',
  why: 'The write fails with `Read-only file system`. ConfigMaps, Secrets, projected volumes and the downward API are read-only whatever the mount says.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#read-only-mounts',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: config
      image: busybox:1.37.0
      command: [sh, -c, 'sed "s/@HOST@/$HOSTNAME/" /etc/app/app.conf.in > /etc/app/app.conf']
      volumeMounts:
        - name: config
          mountPath: /etc/app
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: config
          mountPath: /etc/app
  volumes:
    - name: config
      configMap:
        name: web
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: config
      image: busybox:1.37.0
      command: [sh, -c, 'sed "s/@HOST@/$HOSTNAME/" /template/app.conf.in > /etc/app/app.conf']
      volumeMounts:
        - name: template
          mountPath: /template
        - name: config
          mountPath: /etc/app
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: config
          mountPath: /etc/app
          readOnly: true
  volumes:
    - name: template
      configMap:
        name: web
    - name: config
      emptyDir:
        sizeLimit: 1Mi
`,

  ...inScriptsOf(({ containers }) => containers, (container, script, pod, report) => {
    if (!script.field.ask(mayWrite) || !container.volumeMounts.some((mount) => whyReadOnly(mount, pod))) {
      return;
    }
    for (const file of new Set(script.code.commands.flatMap(filesThatMustBeWritten))) {
      const mount = mountAt(container, file);
      const why = mount && whyReadOnly(mount, pod);
      if (why) {
        report({
          at: script.field,
          message: `the script of container '${container.name}' writes to ${file}, which is read-only`,
          help: why.key === 'readOnly' ? 'mount it writable here, and read-only in the containers that only read it' : 'write to an emptyDir, and mount that where the file is read',
          related: [{ at: why, message: 'read-only' }],
        });
      }
    }
  }),
};

/** Whether it has one of the words that writing takes. */
function mayWrite(script: unknown): boolean {
  return />|\b(touch|tee|cp|mv|install)\b/.test(String(script));
}

const READ_ONLY_SOURCES = ['configMap', 'secret', 'projected', 'downwardAPI'];

/** The field that makes a mount read-only. */
function whyReadOnly(mount: Field, pod: Pod): Field | undefined {
  const volume = pod.volumes.find((one) => one.at('name').text === mount.at('name').text);
  return [mount.at('readOnly')].find(({ flag }) => flag === true) ?? READ_ONLY_SOURCES.map((kind) => volume?.at(kind)).find((source) => source?.exists);
}

/** None of a command whose failure is expected. */
function filesThatMustBeWritten(command: Command): string[] {
  const { name, args, isTested, operator } = command;
  const words = args.map(({ text }) => text).filter((text) => !text.startsWith('-'));
  const made = ['touch', 'tee'].includes(name) ? words : ['cp', 'mv', 'install'].includes(name) ? words.slice(-1) : [];
  return isTested || operator === '||' ? [] : [...filesWrittenBy(command), ...made].filter((file) => /^\/[\w./-]+$/.test(file)).map(normalPath);
}
