import { commandText } from '../knowledge/script';
import { isEmptyDir } from '../knowledge/volumes';
import { Rule } from '../rule';

export const logVolumeWithoutSizeLimit: Rule = {
  id: 'log-volume-without-size-limit',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['volumes'],
  what: 'Finds an emptyDir without `sizeLimit` that holds the logs which one container writes and another reads.',
  why: 'Log files grow until the disk of the node is full. Then the kubelet evicts pods from that node, and not only this one. With a limit, only '
    + 'this pod is evicted.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
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
    - name: shipper
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir: {}
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
    - name: shipper
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
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
    if (pod.containers.some((container) => container.at('resources', 'limits', 'ephemeral-storage').exists)) {
      return;
    }
    for (const volume of pod.volumes.filter((one) => isEmptyDir(one) && !one.at('emptyDir', 'sizeLimit').exists)) {
      const name = volume.at('name').text ?? '';
      const mounts = pod.containers.filter(({ staysOn }) => staysOn).flatMap((container) => (
        container.volumeMounts.filter((mount) => mount.at('name').text === name).slice(0, 1)));
      const paths = mounts.map((mount) => mount.at('mountPath').text ?? '');
      const isNamed = [name, ...paths].some((text) => /(^|[-_/.])logs?($|[-_/.])/i.test(text));
      const isRead = paths.some((path) => pod.containers.some((container) => LOG_FILE.exec(commandText(container))?.[0].startsWith(`${path}/`)));
      if (mounts.length > 1 && (isNamed || isRead)) {
        report({
          at: volume.at('emptyDir', 'sizeLimit'),
          message: `nothing limits the size of volume '${name}', which holds logs`,
          help: 'set emptyDir.sizeLimit, and let the app rotate its files',
        });
      }
    }
  },
};

const LOG_FILE = /\/[\w./*-]+\.log\b/;
