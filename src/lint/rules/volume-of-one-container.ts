import { isEmptyDir } from '../knowledge/volumes';
import { Rule } from '../rule';

export const volumeOfOneContainer: Rule = {
  id: 'volume-of-one-container',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: ['volumes'],
  what: 'Finds an emptyDir that only one of several containers mounts, unless its name or path says that it is private, such as `tmp` and '
    + '`cache`.',
  why: 'A sidecar works on files of the app only if both mount the same volume. Where one mount is missing, the app writes and nobody '
    + 'reads, without any error.',
  source: 'https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/',
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
        - name: shared
          mountPath: /data
    - name: backup
      image: ghcr.io/acme/backup:1.4.2
      resources: {limits: {memory: 64Mi}}
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
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: shared
          mountPath: /data
    - name: backup
      image: ghcr.io/acme/backup:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: shared
          mountPath: /data
          readOnly: true
  volumes:
    - name: shared
      emptyDir:
        sizeLimit: 100Mi
`,

  checkPod(pod, report) {
    for (const volume of pod.containers.length > 1 ? pod.volumes.filter(isEmptyDir) : []) {
      const name = volume.at('name').text ?? '';
      const users = pod.containers.filter(({ volumeMounts }) => volumeMounts.some((mount) => mount.at('name').text === name));
      const paths = users.flatMap(({ volumeMounts }) => volumeMounts.filter((mount) => mount.at('name').text === name).map((mount) => mount.at('mountPath').text ?? ''));
      if (users.length === 1 && volume.at('emptyDir', 'medium').text !== 'Memory' && ![name, ...paths].some((text) => PRIVATE.test(text))) {
        report({
          at: volume,
          message: `volume '${name}' is mounted by '${users[0].name}' alone`,
          help: 'mount it in the container that it is to be shared with, or name it for what it is, such as tmp or cache',
        });
      }
    }
  },
};

/** What a container has for itself, as a rule. */
const PRIVATE = /(^|[-_/.])(te?mp|temp|cache|run|scratch|home|work|workdir|queue|buffer|state|positions?|spool|shm|data-?dir|var-lib)($|[-_/.\d])/i;
