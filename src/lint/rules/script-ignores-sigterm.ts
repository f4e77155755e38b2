import { isEndless, isForever, isRepeated, loopsForever, scriptOf, SHELLS } from '../knowledge/script';
import { runningContainers } from '../knowledge/script-checks';
import { Command, ShellScript } from '../knowledge/shell/commands';
import { Rule } from '../rule';

export const scriptIgnoresSigterm: Rule = {
  id: 'script-ignores-sigterm',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  needs: [...SHELLS, ...['', '/bin/', '/usr/bin/'].flatMap((folder) => [`${folder}tail`, `${folder}sleep`])],
  mentions: ['tail', 'sleep', 'while', 'until', 'for'],
  what: 'Finds endless shell scripts, `tail -f` and `sleep infinity` that are the first process of a container and do not react to SIGTERM.',
  why: 'The first process of a container ignores SIGTERM unless it has a handler for it: shells, `tail` and `sleep` have none. A `trap` runs only when the '
    + 'command before it has ended. Each deletion and each rollout waits for the whole grace period, and then the script is killed.',
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
    const isFirstProcess = pod.spec.at('shareProcessNamespace').flag !== true;
    for (const container of isFirstProcess ? runningContainers(pod).filter((one) => !one.at('lifecycle', 'preStop').exists) : []) {
      const script = scriptOf(container);
      if (script ? loopsForever(script.code) && !stops(script.code) : isForever(container)) {
        report({
          at: script?.field ?? container.at(container.at('command').exists ? 'command' : 'args'),
          message: `${script ? 'the script' : 'the program'} of container '${container.name}' ignores SIGTERM: it is killed at the end of the grace period`,
          help: script ? "begin it with 'trap exit TERM', and wait by 'sleep 5 & wait' or 'tail -F FILE & wait'"
            : "run it by a shell that ends on SIGTERM: [sh, -c, 'trap exit TERM; tail -F FILE & wait']",
        });
      }
    }
  },
};

function stops({ commands }: ShellScript): boolean {
  const waits = commands.filter(({ name }) => name === 'wait');
  const isTrapped = commands.some((command) => isHandler(command, waits)) && (waits.length > 0 || !commands.some(isEndless));
  const isReplaced = commands.some(({ name, prefixes }) => prefixes.includes('exec') && !['tail', 'sleep', 'cat'].includes(name));
  return isTrapped || isReplaced || commands.some(({ name }) => ['tini', 'dumb-init'].includes(name));
}

/** Whether it is a trap that ends the script on SIGTERM. One that does nothing only ends a `wait`; bash runs the trap of EXIT on SIGTERM too. */
function isHandler({ name, args }: Command, waits: readonly Command[]): boolean {
  const [action, ...signals] = args.map(({ text }) => text);
  if (name !== 'trap' || !signals.some((signal) => /^((SIG)?TERM|15|EXIT|0|.*\$.*)$/i.test(signal)) || ['', '-'].includes(action)) {
    return false;
  }
  return ![':', 'true'].includes(action) || waits.some((wait) => !isRepeated(wait));
}
