import { gracePeriod, hookSeconds } from '../../core/spec/lifecycle';
import { specWith } from '../knowledge/spec-with';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const hookLongerThanGrace: Rule = {
  id: 'hook-longer-than-grace',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['preStop'],
  what: 'Finds `preStop` hooks that take as long as the grace period of the pod, or longer, and those that never run because it is 0.',
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
    const grace = gracePeriod(specWith(pod, ['terminationGracePeriodSeconds'], []));
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      const hook = container.at('lifecycle', 'preStop');
      const { atLeast } = hookSeconds(hook.value);
      if (hook.exists && (grace === 0 ? isNeeded(hook) : atLeast > 0 && atLeast >= grace)) {
        report({
          at: hook,
          message: grace === 0 ? `preStop of container '${container.name}' never runs, because the grace period is 0 s`
            : `preStop of container '${container.name}' takes ${atLeast} s, and the grace period is ${grace} s`,
          help: `set terminationGracePeriodSeconds to ${atLeast === 0 ? 'what the hook takes' : atLeast} and what the containers need to end after it, or ${grace === 0 ? 'remove' : 'shorten'} the hook`,
          related: [{ at: pod.spec.at('terminationGracePeriodSeconds'), message: `${grace} s` }],
        });
      }
    }
  },
};

/** Whether it would do something. */
function isNeeded(hook: Field): boolean {
  return hook.at('sleep', 'seconds').number !== 0;
}
