import { gracePeriod, hookSeconds } from '../../core/spec/lifecycle';
import { Rule } from '../rule';

export const hookLongerThanGrace: Rule = {
  id: 'hook-longer-than-grace',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['preStop'],
  what: 'Finds `preStop` hooks that take as long as the grace period of the pod, or longer.',
  why: 'The grace period counts from when the pod is deleted, and includes the hook. So the container has no time left to finish its work: it '
    + 'receives SIGTERM and, two seconds later, SIGKILL. The API server rejects a `sleep` that is longer than the grace period.',
  source: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  terminationGracePeriodSeconds: 15
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
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
  terminationGracePeriodSeconds: 45
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      lifecycle:
        preStop:
          sleep:
            seconds: 15
`,

  checkPod(pod, report) {
    const given = pod.spec.at('terminationGracePeriodSeconds');
    const grace = gracePeriod({ terminationGracePeriodSeconds: given.value });
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      const hook = container.at('lifecycle', 'preStop');
      const { atLeast } = hookSeconds(hook.value);
      if (atLeast > 0 && atLeast >= grace) {
        report({
          at: hook,
          message: `preStop of container '${container.name}' takes ${atLeast} s, and the grace period is ${grace} s`,
          help: `set terminationGracePeriodSeconds to ${atLeast} and what the containers need to end after it, or shorten the hook`,
          related: [{ at: given, message: `${grace} s` }],
        });
      }
    }
  },
};
