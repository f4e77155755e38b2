import { inScriptsOf, runningContainers } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { runsOn } from '../knowledge/workload';
import { Rule } from '../rule';

export const shellWithoutExec: Rule = {
  id: 'shell-without-exec',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds shells that start a server as their last command without `exec`.',
  why: 'Some shells replace themselves with their last command, and others stay the first process of the container. Then SIGTERM reaches the '
    + 'shell, which ignores it, and the server is killed at the end of the grace period. `exec` makes the server the first process in any '
    + 'shell.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#exec',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      command: [sh, -c, "cd /app && node server.js"]
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
      command: [sh, -c, "cd /app && exec node server.js"]
`,

  ...inScriptsOf((pod) => runsOn(pod) ? runningContainers(pod) : [], (container, { field, code: { last, commands } }, _, report) => {
    const program = last?.program.text ?? '';
    const isPiped = last !== undefined && commands.at(commands.indexOf(last) - 1)?.pipe.length !== 0 && commands.length > 1;
    if (last && isServer(last) && !isPiped && !commands.some(({ name }) => name === 'trap')) {
      report({
        at: field,
        message: `the shell of container '${container.name}' may stay the first process, in front of ${program}, and ignores SIGTERM`,
        help: `write 'exec ${program} …'`,
      });
    }
  }),
};

/** Words of the shell, and small programs, of which other rules speak. */
const NO_SERVERS = /^(exec|done|fi|esac|then|else|do|wait|exit|return|true|false|echo|printf|sleep|tail|cat|date|cp|mv|rm|mkdir|touch|chmod|chown|ln|set|export|cd|eval|read|kill)$/;

function isServer({ name, program, prefixes, operator, loops, isTested }: Command): boolean {
  const isPlain = /^[\w./-]+$/.test(program.text) && !NO_SERVERS.test(name);
  return isPlain && !prefixes.includes('exec') && operator !== '&' && loops.length === 0 && !isTested;
}
