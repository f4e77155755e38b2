import { effectiveResources } from '../../core/spec/effective-resources';
import { formatQuantity } from '../../core/spec/quantity';
import { HELPER_IMAGES, hasImage, SIDECAR_IMAGES } from '../knowledge/image';
import { specWith } from '../knowledge/spec-with';
import { Rule } from '../rule';

/** They are not the app, wherever they stand. */
const HELPERS = [...HELPER_IMAGES, ...SIDECAR_IMAGES];

export const sidecarsLargerThanApp: Rule = {
  id: 'sidecars-larger-than-app',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  needs: ['requests', 'limits'],
  what: 'Finds pods whose sidecars request more CPU or memory than the app.',
  why: 'Each replica pays for its sidecars. Where they cost more than the app, a DaemonSet for logs, or a proxy that several apps share, may be cheaper.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      restartPolicy: Always
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 512Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 128Mi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      restartPolicy: Always
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 64Mi
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources:
        limits: {memory: 1Gi}
        requests:
          memory: 128Mi
`,

  checkPod(pod, report) {
    const main = pod.main && hasImage(pod.main, HELPERS) ? pod.regular.find((container) => !hasImage(container, HELPERS)) : pod.main;
    if (!main || pod.containers.filter(({ staysOn }) => staysOn).length < 2) {
      return;
    }
    const { runningRequests, sidecarRequests } = effectiveResources(specWith(pod, ['resources', 'overhead'], ['restartPolicy', 'resources']), String(pod.containers.indexOf(main)));
    for (const resource of ['cpu', 'memory']) {
      const sidecars = sidecarRequests.get(resource) ?? 0n;
      const app = (runningRequests.get(resource) ?? 0n) - sidecars;
      if (app > 0n && sidecars > app) {
        report({
          at: main.at('resources', 'requests', resource),
          message: `sidecars request ${formatQuantity(sidecars, resource)} of ${resource}, more than the app '${main.name}' with ${formatQuantity(app, resource)}`,
          help: 'lower what they request to what they use, or share them between pods',
        });
      }
    }
  },
};
