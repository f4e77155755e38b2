import { securityOf } from '../knowledge/security';
import { isEmptyDir } from '../knowledge/volumes';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const usersDifferOnVolume: Rule = {
  id: 'users-differ-on-volume',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['runAsUser'],
  what: 'Finds an emptyDir or a claim that containers of different users write to, in a pod without `fsGroup`.',
  why: 'A file that one user creates cannot be changed or removed by the other: rotating, truncating and renaming logs fails with `permission denied`. '
    + 'With an fsGroup, files belong to a group that all of them are in.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      securityContext:
        runAsUser: 1000
      volumeMounts:
        - name: data
          mountPath: /data
    - name: cleaner
      image: ghcr.io/acme/cleaner:1.0.0
      resources: {limits: {memory: 64Mi}}
      securityContext:
        runAsUser: 2000
      volumeMounts:
        - name: data
          mountPath: /data
  volumes:
    - name: data
      emptyDir:
        sizeLimit: 1Gi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    fsGroup: 3000
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      securityContext:
        runAsUser: 1000
      volumeMounts:
        - name: data
          mountPath: /data
    - name: cleaner
      image: ghcr.io/acme/cleaner:1.0.0
      resources: {limits: {memory: 64Mi}}
      securityContext:
        runAsUser: 2000
      volumeMounts:
        - name: data
          mountPath: /data
  volumes:
    - name: data
      emptyDir:
        sizeLimit: 1Gi
`,

  checkPod(pod, report) {
    for (const { name, field } of pod.spec.at('securityContext', 'fsGroup').exists ? [] : writableVolumes(pod)) {
      const mounts = pod.containers.flatMap((container) => container.volumeMounts
        .filter((mount) => mount.at('name').text === name && mount.at('readOnly').flag !== true)
        .map((mount) => ({ container, folder: mount.at('subPath').text, user: securityOf(pod, container, 'runAsUser') })));
      const [first, ...others] = mounts.filter(({ user }) => user.number !== undefined);
      // root may change every file
      const other = others.find(({ user, folder }) => user.number !== first.user.number && user.number !== 0 && folder === first.folder);
      if (other && first.user.number !== 0) {
        report({
          at: field,
          message: `volume '${name}' is written by '${first.container.name}' as user ${first.user.number} and by '${other.container.name}' as ${other.user.number}`,
          help: 'set securityContext.fsGroup of the pod, let both run as one user, or mount it read-only where it is only read',
          related: [{ at: first.user, message: 'one user' }, { at: other.user, message: 'another' }],
        });
      }
    }
  },
};

/** Those of the pod, and those that a StatefulSet claims for it. */
function writableVolumes(pod: Pod): { readonly name?: string; readonly field: Field }[] {
  const own = pod.volumes.filter((volume) => isEmptyDir(volume) || ['persistentVolumeClaim', 'ephemeral'].some((kind) => volume.at(kind).structure !== undefined));
  return [
    ...own.map((field) => ({ name: field.at('name').text, field })),
    ...pod.object.at('spec', 'volumeClaimTemplates').items.map((field) => ({ name: field.at('metadata', 'name').text, field })),
  ];
}
