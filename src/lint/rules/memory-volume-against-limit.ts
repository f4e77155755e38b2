import { formatQuantity, parseQuantity } from '../../core/spec/quantity';
import { Rule } from '../rule';

export const memoryVolumeAgainstLimit: Rule = {
  id: 'memory-volume-against-limit',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['Memory'],
  what: 'Finds memory-backed volumes that may grow beyond the memory limit of a container that writes to them.',
  why: 'What a container writes to `medium: Memory` counts as its memory. The container is killed when files and program together exceed '
    + 'its limit, before the volume is full.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits:
          memory: 256Mi
      volumeMounts:
        - name: cache
          mountPath: /cache
  volumes:
    - name: cache
      emptyDir:
        medium: Memory
        sizeLimit: 512Mi
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
      resources:
        limits:
          memory: 256Mi
      volumeMounts:
        - name: cache
          mountPath: /cache
  volumes:
    - name: cache
      emptyDir:
        medium: Memory
        sizeLimit: 64Mi
`,

  checkPod(pod, report) {
    for (const volume of pod.volumes.filter((candidate) => candidate.at('emptyDir', 'medium').text === 'Memory')) {
      const size = parseQuantity(volume.at('emptyDir', 'sizeLimit').value);
      const name = volume.at('name').text;
      const writers = pod.containers.filter(({ volumeMounts }) => volumeMounts.some((mount) => mount.at('name').text === name && mount.at('readOnly').flag !== true));
      const writer = writers.find((container) => {
        const limit = parseQuantity(container.at('resources', 'limits', 'memory').value);
        return size !== undefined && limit !== undefined && limit <= size;
      });
      if (writer) {
        const limit = writer.at('resources', 'limits', 'memory');
        report({
          at: volume.at('emptyDir', 'sizeLimit'),
          message: `memory-backed volume '${name}' may hold ${formatQuantity(size!, 'memory')}, and container '${writer.name}' may use ${limit.scalar} in all`,
          help: 'lower sizeLimit, or raise the memory limit by it',
          related: [{ at: limit, message: 'the memory limit' }],
        });
      }
    }
  },
};
