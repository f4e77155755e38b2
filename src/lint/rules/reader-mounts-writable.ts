import { hasImage, LOG_SHIPPER_IMAGES } from '../knowledge/image';
import { commandText, filesWrittenBy, isForever, scriptOf } from '../knowledge/script';
import { Command, readScript } from '../knowledge/shell/commands';
import { isEmptyDir } from '../knowledge/volumes';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const readerMountsWritable: Rule = {
  id: 'reader-mounts-writable',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  needs: ['volumes'],
  what: 'Finds scripts and log shippers that only read the files of another container, but mount the volume writable.',
  why: 'A mistake in the sidecar, or an attacker in it, can change or remove the files of the app. A read-only mount costs nothing.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#read-only-mounts',
  fix: 'unsafe',
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
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log & wait"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
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
    for (const container of pod.containers.filter((one) => one.staysOn && one !== pod.main)) {
      for (const mount of container.volumeMounts.filter((one) => one.at('readOnly').flag !== true && onlyReads(container, one))) {
        const name = mount.at('name').text;
        const isScratch = pod.volumes.some((one) => one.at('name').text === name && isEmptyDir(one));
        const isWritten = pod.containers.some((other) => other !== container
          && other.volumeMounts.some((one) => one.at('name').text === name && one.at('readOnly').flag !== true));
        if (isScratch && isWritten) {
          report({
            at: mount.at('readOnly'),
            message: `container '${container.name}' only reads volume '${name}', but mounts it writable`,
            help: "set 'readOnly: true' on the mount",
            fix: [{ set: mount.at('readOnly'), to: true }],
          });
        }
      }
    }
  },
};

const WRITES = /^(tee|touch|rm|mv|cp|mkdir|mkfifo|truncate|gzip|logrotate|chmod|chown|install|dd)$/;

/** A shipper keeps its positions elsewhere than among the logs, as a rule. */
function onlyReads(container: Container, mount: Field): boolean {
  const path = mount.at('mountPath').text ?? '\n';
  const code = scriptOf(container)?.code ?? (isForever(container) ? readScript(commandText(container)) : undefined);
  if (code) {
    const reads = ({ name, text }: Command): boolean => ['tail', 'cat'].includes(name) && text.includes(path);
    return code.commands.some(reads) && !code.commands.some(writes);
  }
  return hasImage(container, LOG_SHIPPER_IMAGES) && /(^|[/_-])logs?($|[/_-])/.test(path) && !/pos|state|buffer|position|data/.test(path);
}

function writes(command: Command): boolean {
  return WRITES.test(command.name) || /^sed\s(.*\s)?-\w*i/.test(command.text) || filesWrittenBy(command).length > 0;
}
