import { Rule } from '../rule';

export const ephemeralContainerInManifest: Rule = {
  id: 'ephemeral-container-in-manifest',
  since: '1.0.0',
  severity: 'error',
  persona: 'strict',
  needs: ['ephemeralContainers'],
  what: 'Finds `ephemeralContainers` in Pods and pod templates.',
  why: 'The API server creates no pod with them: a container for debugging can only be added to a pod that runs, by `kubectl debug`. Objects that a cluster has returned, '
    + 'with their `status`, may have them and are not reported.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/#what-is-an-ephemeral-container',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
  ephemeralContainers:
    - name: debug
      image: ghcr.io/acme/tools:1.4.2
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
`,

  checkPod(pod, report) {
    const field = pod.spec.at('ephemeralContainers');
    if (field.items.length > 0 && !pod.object.at('status').exists) {
      report({
        at: field,
        message: 'the API server creates no pod with ephemeral containers',
        help: "remove them, and add one to the running pod with 'kubectl debug'; what has to run from the start is a sidecar",
      });
    }
  },
};
