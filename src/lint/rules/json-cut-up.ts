import { inScripts } from '../knowledge/script-checks';
import { Command } from '../knowledge/shell/commands';
import { Rule } from '../rule';

export const jsonCutUp: Rule = {
  id: 'json-cut-up',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds scripts that take values out of JSON with `grep`, `sed`, `cut` or `awk`.',
  why: 'An escaped quote in a value, a space after the colon or another order of the fields leads to a wrong value, or to none. Sooner or later, '
    + 'log lines contain them.',
  source: 'https://www.rfc-editor.org/rfc/rfc8259#section-7',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: formatter
      image: busybox:1.37.0
      command:
        - sh
        - -c
        - |
          trap exit TERM
          tail -n +1 -F /logs/app.json | while IFS= read -r line; do
            echo "$line" | grep -o '"level":"[^"]*"' | cut -d'"' -f4
          done & wait
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: formatter
      image: ghcr.io/jqlang/jq:1.8.1
      command: [jq, --unbuffered, -r, .level, /logs/app.json]
`,

  ...inScripts(['grep', 'sed', 'cut', 'awk'], ({ field, code: { commands } }, where, report) => {
    if (commands.some(cuts) && !commands.some(({ name }) => name === 'jq')) {
      report({ at: field, message: `${where} takes values out of JSON as if it were plain text`, help: 'use jq, or a log shipper with a JSON parser' });
    }
  }, (pod) => pod.containers),
};

/** A pattern for a field with its colon, or a line that is found by the name of a field and then cut. */
function cuts({ name, args, pipe }: Command): boolean {
  const has = (pattern: RegExp): boolean => args.some(({ text }) => pattern.test(text));
  return /^(e?grep|sed|cut|[gm]?awk)$/.test(name) && has(/"\w+"\s*(\\s\*)?:/)
    || /^e?grep$/.test(name) && has(/"\w+"/) && pipe.some((next) => /^(sed|cut|[gm]?awk) /.test(next));
}
