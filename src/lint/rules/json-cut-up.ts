import { inScripts } from '../knowledge/script-checks';
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
    const cuts = commands.some(({ name, args }) => /^(e?grep|sed|cut|[gm]?awk)$/.test(name) && args.some(({ text }) => /"\w+"\s*(\\s\*)?:/.test(text)));
    if (cuts && !commands.some(({ name }) => name === 'jq')) {
      report({ at: field, message: `${where} takes values out of JSON as if it were plain text`, help: 'use jq, or a log shipper with a JSON parser' });
    }
  }, (pod) => pod.containers),
};
