import { inScripts } from '../knowledge/script-checks';
import { Rule } from '../rule';

export const readChangesLines: Rule = {
  id: 'read-changes-lines',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds `while read line` without `-r` in the script of a container that runs beside the app.',
  why: 'Without `-r`, the shell removes backslashes and joins lines that end in one. Without an empty `IFS`, it removes leading and trailing '
    + 'spaces and tabs. The log lines that come out are not those that went in.',
  source: 'https://www.shellcheck.net/wiki/SC2162',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: logs
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log | while read line; do echo \\"web: $line\\"; done & wait"]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: logs
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log | while IFS= read -r line; do echo \\"web: $line\\"; done & wait"]
`,

  ...inScripts(['read'], ({ field, code: { commands } }, where, report) => {
    const isOfLog = field.object.kind !== 'ConfigMap' || commands.some(({ name }) => name === 'tail');
    const reads = commands.flatMap(({ loops }) => loops.flatMap(({ condition }) => condition)).filter(({ name }) => name === 'read');
    if (isOfLog && reads.some(({ args }) => !args.some(({ text }) => /^-\w*r/.test(text)))) {
      report({ at: field, message: `${where} reads lines without -r, which removes their backslashes`, help: "use 'while IFS= read -r line'" });
    }
  }),
};
