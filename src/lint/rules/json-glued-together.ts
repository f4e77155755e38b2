import { inScripts } from '../knowledge/script-checks';
import { Rule } from '../rule';

export const jsonGluedTogether: Rule = {
  id: 'json-glued-together',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds scripts that read lines and build JSON from them with `echo` or `printf`, without escaping the values.',
  why: 'A value with a quote, a backslash or a control character makes the JSON invalid, and whoever parses it drops the record. '
    + 'Sooner or later, log lines contain such values.',
  source: 'https://www.rfc-editor.org/rfc/rfc8259#section-7',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /logs
    - name: logs
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          tail -n +1 -F /logs/app.log | while IFS= read -r line; do
            echo "{\\"message\\": \\"$line\\"}"
          done & wait
      volumeMounts:
        - name: logs
          mountPath: /logs
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 100Mi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000}
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      resources: {limits: {memory: 64Mi}}
      volumeMounts:
        - name: logs
          mountPath: /logs
    - name: logs
      image: ghcr.io/jqlang/jq:1.8.1
      resources: {limits: {memory: 64Mi}}
      command: [jq, -cR, --unbuffered, '{message: .}', /logs/app.log]
      volumeMounts:
        - name: logs
          mountPath: /logs
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 100Mi
`,

  ...inScripts(['read'], ({ field, code: { commands } }, where, report) => {
    const glues = commands.some(({ name, args }) => /^(echo|printf)$/.test(name) && args.some(({ text }) => /"\w+"\s*:\s*"(?:\$[{(]?\w|%s)/.test(text)));
    const escapes = commands.some(({ name, text }) => name === 'jq' || text.includes('\\\\'));
    if (glues && !escapes && commands.some(({ name }) => name === 'read')) {
      report({ at: field, message: `${where} puts values into JSON without escaping them`, help: 'use jq, or a log shipper that writes JSON' });
    }
  }),
};
