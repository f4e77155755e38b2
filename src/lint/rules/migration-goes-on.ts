import { inScripts } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { Rule } from '../rule';

export const migrationGoesOn: Rule = {
  id: 'migration-goes-on',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
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

  ...inScripts(['.sql'], ({ field, code: { commands } }, where, report) => {
    const isCalledWithE = field.object.kind !== 'ConfigMap' && field.parent!.texts.slice(0, -1).some((word) => /^-\w*e\w*$/.test(word));
    if (!isCalledWithE && commands.some(goesOn) && !commands.some(stops)) {
      report({
        at: field,
        message: `${where} continues after a SQL file has failed`,
        help: "begin it with 'set -e', or end the command with '|| exit 1'",
      });
    }
  }, (pod) => pod.containers),
};

/** A client in a loop over SQL files, whose result nobody asks for. */
function goesOn({ name, loops, operator, isTested }: Command): boolean {
  const isOfFiles = loops.some(({ list }) => list.some(({ text }) => text.includes('.sql')));
  return isOfFiles && /^(psql|mysql|mariadb|sqlcmd|sqlite3)$/.test(name) && operator !== '&&' && !isTested;
}

function stops({ name, args: [first] }: Command): boolean {
  switch (name) {
    case 'set': return /^-\w*e/.test(first?.text ?? '');
    case 'exit': return first !== undefined && first.text !== '0';
    default: return ['return', 'break'].includes(name);
  }
}
