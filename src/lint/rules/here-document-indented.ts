import { inScripts } from '../knowledge/script-checks';
import { Rule } from '../rule';

export const hereDocumentIndented: Rule = {
  id: 'here-document-indented',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds here-documents in shell scripts whose lines are all indented.',
  why: 'The indentation becomes part of the text, which breaks HTTP headers, YAML and many other formats. The shell removes tabs only, and only '
    + 'after `<<-`.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07_04',
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
        - name: metrics
          mountPath: /metrics
    - name: metrics
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          if [ ! -f /metrics/page ]; then
            cat <<EOF > /metrics/page
            up 1
            requests_total 42
          EOF
          fi
          exec httpd -f -p 9090 -h /metrics
      volumeMounts:
        - name: metrics
          mountPath: /metrics
  volumes:
    - name: metrics
      emptyDir:
        sizeLimit: 1Mi
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
        - name: metrics
          mountPath: /metrics
    - name: metrics
      image: busybox:1.37.0
      resources: {limits: {memory: 64Mi}}
      command:
        - sh
        - -c
        - |
          if [ ! -f /metrics/page ]; then
            cat <<EOF > /metrics/page
          up 1
          requests_total 42
          EOF
          fi
          exec httpd -f -p 9090 -h /metrics
      volumeMounts:
        - name: metrics
          mountPath: /metrics
  volumes:
    - name: metrics
      emptyDir:
        sizeLimit: 1Mi
`,

  ...inScripts(['<<'], ({ field, code }, where, report) => {
    const indented = code.documents.find(({ word, lines, isClosed }) => isClosed && !/SQL/.test(word)
      && lines.some((line) => line.trim()) && lines.every((line) => /^( |$)/.test(line)));
    if (indented) {
      report({
        at: field,
        message: `${where} indents each line of its here-document ${indented.word}, and the blanks are part of the text`,
        help: 'begin the lines of the text at the start of the line',
      });
    }
  }, (pod) => pod.containers),
};
