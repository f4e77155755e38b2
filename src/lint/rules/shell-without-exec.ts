import { inScriptsOf, runningContainers } from '../knowledge/script-checks';
import { runsOn } from '../knowledge/workload';
import { Rule } from '../rule';

export const shellWithoutExec: Rule = {
  id: 'shell-without-exec',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds shells that start a server as their last command without `exec`.',
  why: 'Some shells replace themselves by their last command, and others stay the first process of the container. Then SIGTERM reaches '
    + 'the shell, which ignores it, and the server is killed at the end of the grace period. `exec` makes it sure.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_20',
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

  ...inScriptsOf((pod) => runsOn(pod) ? runningContainers(pod) : [], (container, { field, text }, _, report) => {
    const last = text.replace(/\\\n/g, ' ').trim().split(/\n|;|&&|\|\|/).at(-1)!.trim();
    const program = /^(?:\w+=\S*\s+)*([\w./-]+)(?=\s|$)/.exec(last)?.[1];
    if (program !== undefined && !NO_SERVERS.test(program) && !/[|&]\s*$|[^|]\|[^|]/.test(last) && !/\btrap\b/.test(text)) {
      report({
        at: field,
        message: `the shell of container '${container.name}' may stay in front of ${program}, and ignores SIGTERM`,
        help: `write 'exec ${program} …'`,
      });
    }
  }),
};

/** Words of the shell, and small programs, of which other rules speak. */
const NO_SERVERS = /^(exec|done|fi|esac|then|else|do|wait|exit|return|true|false|echo|printf|sleep|tail|cat|date|cp|mv|rm|mkdir|touch|chmod|chown|ln|set|export|cd|eval|read|kill)$/;
