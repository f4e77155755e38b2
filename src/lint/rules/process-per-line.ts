import { inScripts } from '../knowledge/script-checks';
import { Rule } from '../rule';

export const processPerLine: Rule = {
  id: 'process-per-line',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds loops over lines that start three or more processes for each line, to cut fields out of it.',
  why: 'A process takes about a millisecond: a sidecar that starts several for each line falls behind an app that writes a few hundred '
    + 'lines per second, and takes its CPU.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/read.html',
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
            time=$(echo "$line" | cut -d'|' -f1)
            level=$(echo "$line" | cut -d'|' -f2)
            text=$(echo "$line" | cut -d'|' -f3)
            echo "$time $level $text"
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
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          trap exit TERM
          tail -n +1 -F /logs/app.log | while IFS='|' read -r time level text; do
            echo "$time $level $text"
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

  ...inScripts(['read'], ({ field, code }, where, report) => {
    const started = code.commands.filter(({ name, isCaptured, pipe: [filter = ''], loops }) => (
      /^(echo|printf)$/.test(name) && isCaptured && /^(cut|grep|sed|awk|tr)\b/.test(filter)
      && loops.some(({ condition }) => condition.some((one) => one.name === 'read')))).length;
    if (started >= 3) {
      report({
        at: field,
        message: `${where} starts ${started} or more processes for each line`,
        help: "let the shell split the line, as in 'IFS=\"|\" read -r time level text', or let one awk read all lines",
      });
    }
  }),
};
