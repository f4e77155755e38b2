import { inScripts } from '../knowledge/script-checks';
import { Rule } from '../rule';

/** The name of a secret, and a class of characters up to which its value is removed. */
const PATTERN = /(?:password|passwd|token|secret|api[_-]?key)\\?\)?=\\?\(?(?:\[(?:\[:\w+:\]|[^\]\n])*\]|\\S)\\?[*+]/i;

/** A value in quotes. */
const QUOTED = /=\\?\(?\\?"\[\^\\?"|:\s*\\?"\[\^/;

export const redactionIncomplete: Rule = {
  id: 'redaction-incomplete',
  since: '1.0.0',
  severity: 'info',
  persona: 'regular',
  what: 'Finds scripts that remove secrets from a log by a pattern which ends at the first space or special character, such as '
    + '`password=[^ ]*`.',
  why: 'A value in quotes may contain spaces: of `password="correct horse"`, the pattern leaves `horse"`. In JSON, the name is followed by '
    + 'a colon, and nothing is removed.',
  source: 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
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
          tail -n +1 -F /logs/app.log | sed -u 's/password=[^ ]*/password=***/' & wait
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
kind: ConfigMap
metadata:
  name: shipper
data:
  fluent-bit.yaml: |
    parsers:
      - name: app
        format: json
    pipeline:
      inputs:
        - name: tail
          path: /logs/app.log
          parser: app
      filters:
        - name: modify
          match: '*'
          remove: password
      outputs:
        - name: stdout
          match: '*'
---
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
      image: fluent/fluent-bit:5.0.1
      resources: {limits: {memory: 64Mi}}
      args: [-c, /etc/shipper/fluent-bit.yaml]
      volumeMounts:
        - name: logs
          mountPath: /logs
          readOnly: true
        - name: config
          mountPath: /etc/shipper
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 100Mi
    - name: config
      configMap:
        name: shipper
`,

  ...inScripts(['passw', 'token', 'secret', 'api'], ({ field, code }, where, report) => {
    const text = code.commands.filter(({ name }) => /^(sed|[gm]?awk|perl)$/.test(name)).map((command) => command.text).join('\n');
    const pattern = PATTERN.exec(text)?.[0];
    if (pattern !== undefined && !QUOTED.test(text)) {
      report({
        at: field,
        message: `${where} takes secrets out by '${pattern}', which misses values in quotes and in JSON`,
        help: 'match values in quotes too, or use a log shipper with a filter that parses the record',
      });
    }
  }),
};
