import { hookSeconds } from '../../core/spec/lifecycle';
import { Rule } from '../rule';

const STOPS = /quitquitquit|\b(nginx|haproxy|envoy)\b.*(-s\s+(quit|stop)|stop)|\bkill\s+(-(s\s+)?\w+\s+)?1\b|\bp?kill(all)?\s+(-\S+\s+)*[a-z]|\/shutdown\b/;

export const prestopStopsSidecar: Rule = {
  id: 'prestop-stops-sidecar',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['preStop'],
  what: 'Finds native sidecars that a `preStop` hook stops: their own one, or a `quitquitquit` of another container.',
  why: 'The hooks of all containers start when the pod is deleted, including those of native sidecars. The proxy stops while the app still '
    + 'uses it to finish its work. Without the hook, Kubernetes stops the sidecar after the app.',
  source: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers#proposal',
  fix: 'unsafe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
      lifecycle:
        preStop:
          exec:
            command: [nginx, -s, quit]
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
`,

  checkPod(pod, report) {
    for (const container of pod.sidecars.length > 0 ? pod.containers.filter(({ staysOn }) => staysOn) : []) {
      const hook = container.at('lifecycle', 'preStop');
      const action = [...hook.at('exec', 'command').texts, hook.at('httpGet', 'path').text ?? ''].join(' ');
      const stopped = container.kind === 'sidecar' ? STOPS.test(action) && container : /quitquitquit/.test(action) && pod.sidecars[0];
      // who waits first has thought of it
      if (stopped && hookSeconds(hook.value).atLeast === 0 && !/\b(sleep|wait|while|until)\b/.test(action)) {
        report({
          at: hook,
          message: `preStop ${container === stopped ? '' : `of '${container.name}' `}stops native sidecar '${stopped.name}' when the pod is deleted, while the app still runs`,
          help: 'remove the hook: a native sidecar receives SIGTERM when the app has ended',
          fix: [{ remove: hook }],
        });
      }
    }
  },
};
