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
    if (commands.some(isFound) || (!isCalledWithE && commands.some((command) => goesOn(command, commands)) && !commands.some(stops))) {
      report({
        at: field,
        message: `${where} continues after a SQL file has failed`,
        help: "begin it with 'set -e', or end the command with '|| exit 1'",
      });
    }
  }, (pod) => pod.containers),
};

const CLIENT = /^(psql|mysql|mariadb|sqlcmd|sqlite3)$/;

/** A client in a loop over SQL files, whose result nobody asks for. */
function goesOn({ name, loops, operator, isTested }: Command, commands: readonly Command[]): boolean {
  const isListed = commands.some((command) => ['ls', 'find'].includes(command.name) && command.text.includes('.sql') && command.pipe.length > 0);
  const isOfFiles = loops.some(({ list, condition }) => list.some(({ text }) => text.includes('.sql')) || (isListed && condition.some((command) => command.name === 'read')));
  return isOfFiles && CLIENT.test(name) && operator !== '&&' && !isTested;
}

/** `find` does not look at the results of what it runs for each file. */
function isFound({ name, args, text }: Command): boolean {
  const client = args[args.findIndex((arg) => /^-(exec|ok)(dir)?$/.test(arg.text)) + 1]?.text ?? '';
  return name === 'find' && text.includes('.sql') && CLIENT.test(client) && args.at(-1)!.text !== '+';
}

function stops({ name, args: [first] }: Command): boolean {
  switch (name) {
    case 'set': return /^-\w*e/.test(first?.text ?? '');
    case 'exit': return first !== undefined && first.text !== '0';
    default: return ['return', 'break'].includes(name);
  }
}
