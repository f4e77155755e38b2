import { repeated } from '../knowledge/repeated';
import { Rule } from '../rule';

export const duplicateVolumeName: Rule = {
  id: 'duplicate-volume-name',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['volumes'],
  what: 'Finds volumes of a pod that have the same name.',
  why: 'Names of volumes are unique in a pod: the API server rejects it.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#PodSpec',
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
        - name: config
          mountPath: /etc/web
  volumes:
    - name: config
      configMap:
        name: web
    - name: config
      secret:
        secretName: web
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
        - name: config
          mountPath: /etc/web
        - name: secrets
          mountPath: /etc/web-secrets
  volumes:
    - name: config
      configMap:
        name: web
    - name: secrets
      secret:
        secretName: web
`,

  checkPod(pod, report) {
    for (const { field, first } of repeated(pod.volumes.map((volume) => volume.at('name')))) {
      report({
        at: field,
        message: `volume name '${field.text}' is taken twice in this pod`,
        help: 'give one of them another name, or remove it',
        related: [{ at: first, message: 'the first one' }],
      });
    }
  },
};
