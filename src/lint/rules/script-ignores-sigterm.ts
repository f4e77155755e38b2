import { loopsForever, scriptOf } from '../knowledge/script';
import { Rule } from '../rule';

export const scriptIgnoresSigterm: Rule = {
  id: 'script-ignores-sigterm',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds shell scripts with an endless loop and no `trap` as the first process of a container.',
  why: 'The first process of a container ignores SIGTERM unless it has a handler for it, and a shell has none. Each deletion and each rollout waits the '
    + 'whole grace period, and then the script is killed.',
  source: 'https://man7.org/linux/man-pages/man7/pid_namespaces.7.html',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: clock
      image: busybox:1.37.0
      command: [sh, -c, "while true; do date; sleep 5; done"]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: clock
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do date; sleep 5 & wait $!; done"]
`,

  checkPod(pod, report) {
    if (pod.spec.at('shareProcessNamespace').flag) {
      return;
    }
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      const script = scriptOf(container);
      if (script && loopsForever(script.text) && !/\b(trap|exec|tini|dumb-init)\b/.test(script.text) && !container.at('lifecycle', 'preStop').exists) {
        report({
          at: script.field,
          message: `the script of container '${container.name}' ignores SIGTERM: it is killed at the end of the grace period`,
          help: "begin it with 'trap exit TERM', and sleep by 'sleep 5 & wait $!'; or replace the shell by 'exec'",
        });
      }
    }
  },
};
