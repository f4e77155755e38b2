import { scriptOf, SHELLS } from '../knowledge/script';
import { Rule } from '../rule';

export const migrationGoesOn: Rule = {
  id: 'migration-goes-on',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: SHELLS,
  what: 'Finds loops over SQL files that continue after a file has failed.',
  why: 'A shell continues with the next turn of a loop even after an error, and the script succeeds if the last file does. Later migrations run on a database that '
    + 'earlier ones have not prepared, and the app starts.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: migrate
      image: mariadb:10.11.14
      command: [sh, -c, 'for file in /migrations/*.sql; do mariadb shop < "$file"; done']
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: migrate
      image: mariadb:10.11.14
      command: [sh, -c, 'for file in /migrations/*.sql; do mariadb shop < "$file" || exit 1; done']
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      const script = scriptOf(container);
      const stops = /\bset\s+-\w*e|\|\|\s*(exit|return|break|\{)|\bif\s+!|&&/.test(script?.text ?? '') || container.at('command').texts.some((word) => /^-\w*e\w*$/.test(word));
      if (script && /\bfor\s+\w+\s+in\b[^;\n]*\.sql\b/.test(script.text) && /\b(psql|mysql|mariadb|sqlcmd|sqlite3)\b/.test(script.text) && !stops) {
        report({
          at: script.field,
          message: `the script of container '${container.name}' goes on after a SQL file has failed`,
          help: "begin it with 'set -e', or end the command with '|| exit 1'",
        });
      }
    }
  },
};
