import { Rule } from '../rule';

export const configBySubpath: Rule = {
  id: 'config-by-subpath',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: ['subPath', 'subPathExpr'],
  what: 'Finds ConfigMaps and Secrets that are mounted by `subPath`.',
  why: 'Such a file is never updated: a container that would reload its configuration, or a renewed certificate, keeps the old one until the pod is replaced. '
    + 'A mounted folder is updated within a minute or two.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      volumeMounts:
        - name: config
          mountPath: /etc/proxy/proxy.conf
          subPath: proxy.conf
  volumes:
    - name: config
      configMap:
        name: proxy
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      volumeMounts:
        - name: config
          mountPath: /etc/proxy
  volumes:
    - name: config
      configMap:
        name: proxy
`,

  checkPod(pod, report) {
    const sources = pod.volumes.filter((volume) => ['configMap', 'secret', 'projected'].some((kind) => volume.at(kind).exists));
    const names = new Set(sources.map((volume) => volume.at('name').text));
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      for (const mount of container.volumeMounts) {
        const part = mount.at(mount.at('subPathExpr').exists ? 'subPathExpr' : 'subPath');
        if (part.exists && names.has(mount.at('name').text)) {
          report({
            at: part,
            message: `${mount.at('mountPath').text} of container '${container.name}' is never updated, because it is mounted by subPath`,
            help: 'mount the volume as a folder, or let the pods be replaced when it changes',
          });
        }
      }
    }
  },
};
