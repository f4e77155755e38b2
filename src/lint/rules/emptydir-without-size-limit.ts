import { isEmptyDir } from '../knowledge/volumes';
import { Rule } from '../rule';

export const emptydirWithoutSizeLimit: Rule = {
  id: 'emptydir-without-size-limit',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: ['volumes'],
  what: 'Finds an emptyDir without `sizeLimit`.',
  why: 'What is written to it counts against the disk of the node, which all pods share. With a limit, only the pod that exceeds it is evicted.',
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
      volumeMounts:
        - name: cache
          mountPath: /cache
  volumes:
    - name: cache
      emptyDir: {}
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
        - name: cache
          mountPath: /cache
  volumes:
    - name: cache
      emptyDir:
        sizeLimit: 1Gi
`,

  checkPod(pod, report) {
    const limited = pod.containers.length > 0 && pod.containers.every((container) => container.at('resources', 'limits', 'ephemeral-storage').exists);
    for (const volume of limited ? [] : pod.volumes) {
      const isOfHugePages = volume.at('emptyDir', 'medium').text?.startsWith('HugePages'); // the limits of containers hold for these
      if (isEmptyDir(volume) && !volume.at('emptyDir', 'sizeLimit').exists && !isOfHugePages) {
        report({
          at: volume.at('emptyDir', 'sizeLimit'),
          message: `nothing limits the size of volume '${volume.at('name').text}'`,
          help: 'set emptyDir.sizeLimit',
        });
      }
    }
  },
};
