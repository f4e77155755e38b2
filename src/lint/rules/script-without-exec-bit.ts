import { actionsOf } from '../knowledge/probes';
import { scriptOf, scriptOfExec } from '../knowledge/script';
import { normalPath } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const scriptWithoutExecBit: Rule = {
  id: 'script-without-exec-bit',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['command', 'args'],
  what: 'Finds commands of containers, scripts, probes and hooks that run a file of a ConfigMap or Secret directly, although it is not '
    + 'executable.',
  why: 'Files of a ConfigMap have mode 0644 unless the volume says otherwise. The container, the probe or the hook fails: `permission denied`.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#ConfigMapVolumeSource',
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
    for (const container of pod.containers.filter(({ volumeMounts }) => volumeMounts.some((mount) => sourceOf(pod, mount)))) {
      for (const { field, path } of executed(container)) {
        const file = fileAt(pod, container, path);
        if (file && !/[1357]/.test(file.mode.toString(8).slice(-3))) {
          report({
            at: field,
            message: `command ${path} of container '${container.name}' is a file of mode 0${file.mode.toString(8)}, which may not be executed`,
            help: `call it by its shell, as in [sh, ${path}], or set 'defaultMode: 0755' on the volume`,
            related: [{ at: file.source, message: 'the volume' }],
          });
        }
      }
    }
  },
};

/** What is run directly: by the container runtime, or by a shell as a command of a script. */
function executed(container: Container): { readonly field: Field; readonly path: string }[] {
  const actions = actionsOf(container).map(({ field }) => field.at('exec'));
  const programs = [container.field, ...actions].map((holder) => holder.at('command').items[0]).filter((field) => field?.text?.startsWith('/'));
  const scripts = [scriptOf(container), ...actions.map(scriptOfExec)].filter((script) => script !== undefined);
  return [
    ...programs.map((field) => ({ field, path: normalPath(field.text!) })),
    ...scripts.flatMap(({ field, code }) => code.commands.filter(({ program }) => program.text.startsWith('/'))
      .map(({ program }) => ({ field, path: normalPath(program.text) }))),
  ];
}

/** The file of a ConfigMap or Secret that a container has at a path. */
function fileAt(pod: Pod, container: Container, path: string): { readonly source: Field; readonly mode: number } | undefined {
  const mount = container.volumeMounts.find((one) => {
    const folder = normalPath(one.at('mountPath').text ?? '\n');
    return path === folder || path.startsWith(`${folder}/`);
  });
  const source = mount && sourceOf(pod, mount);
  if (!source) {
    return undefined;
  }
  const parts = [source, ...source.at('sources').items.flatMap(({ fields }) => fields)];
  const item = parts.flatMap((part) => part.at('items').items).find((candidate) => path.endsWith(`/${candidate.at('path').text}`));
  return { source, mode: item?.at('mode').number ?? source.at('defaultMode').number ?? 0o644 };
}

/** What is mounted there, if it is files of a ConfigMap or Secret. */
function sourceOf(pod: Pod, mount: Field): Field | undefined {
  const volume = pod.volumes.find((one) => one.at('name').text === mount.at('name').text);
  return volume && ['configMap', 'secret', 'projected'].map((kind) => volume.at(kind)).find(({ exists }) => exists);
}
