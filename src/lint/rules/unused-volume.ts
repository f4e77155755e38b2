import { mountsByVolume } from '../knowledge/mounts';
import { isPatch } from '../knowledge/workload';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

/** Volumes with which users replace those of the sidecar for Cloud Storage that GKE injects. */
const MOUNTED_BY_INJECTED = /^gke-gcsfuse-/;
/** With this annotation, Istio's sidecar mounts volumes of the pod. */
const MOUNTS_OF_ISTIO = 'sidecar.istio.io/userVolumeMount';

export const unusedVolume: Rule = {
  id: 'unused-volume',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['volumes'],
  what: 'Finds volumes that no container of the pod mounts.',
  why: 'The container that should have read or written it sees its image\'s own files instead. If it is a leftover, the pod still does not start as long '
    + 'as the ConfigMap, Secret or claim behind it is missing.',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  fix: 'unsafe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
  volumes:
    - name: config
      configMap:
        name: web
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
  volumes:
    - name: config
      configMap:
        name: web
`,

  checkPod(pod, report) {
    const unmounted = pod.volumes.filter((volume) => !mountsByVolume(pod).has(volume.at('name').text));
    if (unmounted.length === 0 || pod.regular.length === 0 || isPatch(pod) || pod.metadata.at('annotations', MOUNTS_OF_ISTIO).exists) {
      return;
    }
    const devices = pod.containers.flatMap((container) => container.at('volumeDevices').items);
    // a container can read an environment variable from a file of a volume that it does not mount
    const files = pod.containers.flatMap(({ env }) => env.map((variable) => variable.at('valueFrom', 'fileKeyRef', 'volumeName').text));
    const used = new Set([...devices.map((device) => device.at('name').text), ...files]);
    for (const volume of unmounted) {
      const name = volume.at('name').text;
      if (name !== undefined && !used.has(name) && !MOUNTED_BY_INJECTED.test(name) && !isNamedForInjection(pod, name)) {
        report({
          at: volume,
          message: `volume '${name}' is mounted by no container`,
          help: 'mount it where it is needed, or remove it',
          fix: [{ remove: volume }],
        });
      }
    }
  },
};

/** Whether an annotation tells who injects a container to mount it, as `kuma.io/service-account-token-volume` does. */
function isNamedForInjection({ metadata }: Pod, volume: string): boolean {
  return metadata.at('annotations').fields.some(({ key, text }) => /volume/i.test(String(key)) && text === volume);
}
