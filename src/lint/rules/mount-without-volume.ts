import { isOfOperator, isPatch, volumeNames } from '../knowledge/workload';
import { Rule } from '../rule';

export const mountWithoutVolume: Rule = {
  id: 'mount-without-volume',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['volumeMounts', 'volumeDevices'],
  what: 'Finds mounts of a volume that the pod does not have.',
  why: 'The API server rejects the pod. A mistyped name is the usual reason, or a volume that was added to another workload.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: data
          mountPath: /data
        - name: log
          mountPath: /var/log/app
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
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: data
          mountPath: /data
        - name: logs
          mountPath: /var/log/app
  volumes:
    - name: data
      emptyDir:
        sizeLimit: 1Gi
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,

  checkPod(pod, report) {
    const volumes = volumeNames(pod);
    for (const container of isOfOperator(pod.object) ? [] : pod.containers) {
      for (const mount of [...container.volumeMounts, ...container.at('volumeDevices').items]) {
        const name = mount.at('name').text;
        if (name !== undefined && !volumes.has(name) && !isPatch(pod)) {
          report({
            at: mount.at('name'),
            message: `container '${container.name}' mounts volume '${name}', which this pod does not have`,
            help: volumes.size > 0 ? `use one of its volumes (${[...volumes].map((one) => `'${one}'`).join(', ')}), or add '${name}'` : `add a volume '${name}'`,
          });
        }
      }
    }
  },
};
