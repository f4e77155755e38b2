import { repeated } from '../knowledge/repeated';
import { normalPath } from '../knowledge/workload';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const duplicateMountPath: Rule = {
  id: 'duplicate-mount-path',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['mountPath'],
  what: 'Finds two mounts of one container at the same path, `/data` and `/data/` included.',
  why: 'The API server rejects two mounts at the same path. It accepts `/data` beside `/data/`, but then one of them hides the other.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#VolumeMount',
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
        - name: cache
          mountPath: /data/
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: web
    - name: cache
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
        - name: cache
          mountPath: /cache
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: web
    - name: cache
      emptyDir:
        sizeLimit: 1Gi
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const paths = container.volumeMounts.map((mount) => mount.at('mountPath'));
      for (const { field, first } of repeated(paths, paths.every((path) => path.ask(isNormal)) ? undefined : pathOf)) {
        report({
          at: field,
          message: `container '${container.name}' mounts two volumes at ${pathOf(field)}`,
          help: 'mount one of them at another path, or remove it',
          related: [{ at: first, message: 'the first one' }],
        });
      }
    }
  },
};

function pathOf({ text = '' }: Field): string {
  return normalPath(text);
}

function isNormal(path: unknown): boolean {
  return typeof path !== 'string' || normalPath(path) === path;
}
