import { isPatch } from '../knowledge/workload';
import { Rule } from '../rule';

export const unknownContainerReference: Rule = {
  id: 'unknown-container-reference',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['containerName'],
  what: 'Finds `resourceFieldRef.containerName` with a container that the pod does not have.',
  why: 'The API server rejects a volume with such a reference, and a variable with it keeps the container from starting.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef',
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
      env:
        - name: MEMORY_LIMIT
          valueFrom:
            resourceFieldRef:
              containerName: app
              resource: limits.memory
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
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
      env:
        - name: MEMORY_LIMIT
          valueFrom:
            resourceFieldRef:
              containerName: web
              resource: limits.memory
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    const names = pod.containers.map(({ name }) => name);
    const sources = pod.volumes.flatMap((volume) => [
      ...volume.at('downwardAPI', 'items').items,
      ...volume.at('projected', 'sources').items.flatMap((source) => source.at('downwardAPI', 'items').items),
    ]);
    const references = [
      ...pod.containers.flatMap(({ env }) => env.map((variable) => variable.at('valueFrom', 'resourceFieldRef', 'containerName'))),
      ...sources.map((item) => item.at('resourceFieldRef', 'containerName')),
    ];
    for (const reference of references.filter(({ text }) => !isPatch(pod) && text !== undefined && !names.includes(text))) {
      report({
        at: reference,
        message: `'${reference.text}' is not a container of this pod`,
        help: `use one of ${names.map((name) => `'${name}'`).join(', ')}`,
      });
    }
  },
};
