import { normalPath } from '../knowledge/workload';
import { Rule } from '../rule';

export const scriptWithoutExecBit: Rule = {
  id: 'script-without-exec-bit',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['command'],
  what: 'Finds commands that are a file of a ConfigMap which may not be executed.',
  why: 'Files of a ConfigMap have mode 0644 unless the volume says otherwise. The container does not start: `permission denied`.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/#projections',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      command: [/scripts/start.sh]
      volumeMounts:
        - name: scripts
          mountPath: /scripts
  volumes:
    - name: scripts
      configMap:
        name: web-scripts
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
      command: [sh, /scripts/start.sh]
      volumeMounts:
        - name: scripts
          mountPath: /scripts
  volumes:
    - name: scripts
      configMap:
        name: web-scripts
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const program = container.at('command').items[0];
      const path = normalPath(program?.text ?? '');
      for (const mount of path.startsWith('/') ? container.volumeMounts : []) {
        const folder = normalPath(mount.at('mountPath').text ?? '');
        const source = ['configMap', 'secret'].map((kind) => pod.volumes.find((volume) => volume.at('name').text === mount.at('name').text)?.at(kind))
          .find((field) => field?.exists);
        const item = source?.at('items').items.find((candidate) => path.endsWith(`/${candidate.at('path').text}`));
        const mode = item?.at('mode').number ?? source?.at('defaultMode').number ?? 0o644;
        if (source && (path === folder || path.startsWith(`${folder}/`)) && mode % 8 % 2 === 0 && Math.floor(mode / 8) % 2 === 0 && Math.floor(mode / 64) % 2 === 0) {
          report({
            at: program,
            message: `command ${path} of container '${container.name}' is a file of mode 0${mode.toString(8)}, which may not be executed`,
            help: `call it by its shell, as in [sh, ${path}], or set 'defaultMode: 0755' on the volume`,
            related: [{ at: source, message: 'the volume' }],
          });
        }
      }
    }
  },
};
