import { Rule } from '../rule';

export const unknownContainerReference: Rule = {
  id: 'unknown-container-reference',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds fields that name a container which the pod does not have: `resourceFieldRef.containerName`, and the annotation of the default container.',
  why: 'The API server rejects a volume with such a reference, and a variable with it keeps the container from starting. `kubectl logs` and `kubectl exec` '
    + 'fail for an unknown default container.',
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubectl-kubernetes-io-default-container',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/default-container: app
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/default-container: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
`,

  checkPod(pod, report) {
    const names = pod.containers.map(({ name }) => name);
    const sources = pod.volumes.flatMap((volume) => [
      ...volume.at('downwardAPI', 'items').items,
      ...volume.at('projected', 'sources').items.flatMap((source) => source.at('downwardAPI', 'items').items),
    ]);
    const references = [
      pod.metadata.at('annotations', 'kubectl.kubernetes.io/default-container'),
      ...pod.containers.flatMap(({ env }) => env.map((variable) => variable.at('valueFrom', 'resourceFieldRef', 'containerName'))),
      ...sources.map((item) => item.at('resourceFieldRef', 'containerName')),
    ];
    for (const reference of references.filter(({ text }) => text !== undefined && !names.includes(text))) {
      report({
        at: reference,
        message: `'${reference.text}' is not a container of this pod`,
        help: `use one of ${names.map((name) => `'${name}'`).join(', ')}`,
      });
    }
  },
};
