import { hookSeconds } from '../../core/spec/lifecycle';
import { startAndStop } from '../../core/spec/start-and-stop';
import { shipsLogs } from '../knowledge/script';
import { specWith } from '../knowledge/spec-with';
import { Rule } from '../rule';

export const gracePeriodTooShort: Rule = {
  id: 'grace-period-too-short',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['preStop', 'terminationGracePeriodSeconds'],
  what: 'Finds pods whose hooks and containers cannot all end within the grace period, because native sidecars stop one after the other, and '
    + 'log shippers in pods with a grace period of 0.',
  why: 'Regular containers stop first, then each native sidecar, the last one first. One grace period must cover all of this. A container '
    + 'whose turn has not come by then is killed, for example a log shipper with the last lines of the app.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#sidecar-containers-and-pod-lifecycle',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  terminationGracePeriodSeconds: 16
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      lifecycle:
        preStop:
          sleep:
            seconds: 15
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  terminationGracePeriodSeconds: 45
  initContainers:
    - name: proxy
      image: ghcr.io/acme/proxy:2.0.0
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
    - name: logs
      image: ghcr.io/acme/shipper:1.4.2
      resources: {limits: {memory: 64Mi}}
      restartPolicy: Always
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      lifecycle:
        preStop:
          sleep:
            seconds: 15
`,

  checkPod(pod, report) {
    const { gracePeriod, neededGracePeriod } = startAndStop(specWith(pod, ['terminationGracePeriodSeconds'], ['restartPolicy', 'lifecycle']));
    const at = pod.spec.at('terminationGracePeriodSeconds');
    if (gracePeriod === 0) {
      const shipper = pod.containers.find((container) => container !== pod.main && container.staysOn && shipsLogs(container));
      return shipper && report({
        at,
        message: `the grace period is 0 s, so log shipper '${shipper.name}' has two seconds at most to send the last lines of the app`,
        help: 'remove terminationGracePeriodSeconds, or set it to what the app and the log shipper need to end',
        related: [{ at: shipper.at('name'), message: 'the log shipper' }],
      });
    }
    const longest = Math.max(0, ...pod.containers.map((container) => hookSeconds(container.at('lifecycle', 'preStop').value).atLeast));
    // a hook that is too long by itself is another rule's
    if (longest > 0 && longest < gracePeriod && neededGracePeriod > gracePeriod) {
      report({
        at,
        message: `the grace period is ${gracePeriod} s, and hooks and containers need ${neededGracePeriod} s at least, one after the other`,
        help: `set terminationGracePeriodSeconds to more than ${neededGracePeriod}: what the containers need to end comes on top`,
      });
    }
  },
};
