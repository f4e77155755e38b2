import { mountsByVolume } from '../knowledge/mounts';
import { isEmptyDir } from '../knowledge/volumes';
import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const emptydirNeverWritten: Rule = {
  id: 'emptydir-never-written',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['volumes'],
  what: 'Finds an emptyDir that every container mounts read-only.',
  why: 'An emptyDir is empty when the pod starts. If no container may write to it, it stays empty, and whoever reads it finds nothing: the '
    + 'mount of the container that fills it is missing, or is read-only by mistake.',
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
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
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
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 100Mi
`,

  checkPod(pod, report) {
    for (const volume of pod.volumes.filter(isEmptyDir)) {
      const name = volume.at('name').text;
      const mounts = mountsByVolume(pod).get(name) ?? [];
      if (mounts.length > 0 && mounts.every(({ field }) => field.at('readOnly').flag === true) && !isPatch(pod)) {
        report({
          at: volume,
          message: `volume '${name}' is empty forever: every container mounts it read-only`,
          help: 'mount it in the container that writes to it, or remove readOnly there',
          related: mounts.map(({ field }) => ({ at: field.at('readOnly'), message: 'read-only' })),
        });
      }
    }
  },
};
