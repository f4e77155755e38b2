import { inScripts } from '../knowledge/script-checks';
import { Rule } from '../rule';

export const hereDocumentWithoutEnd: Rule = {
  id: 'here-document-without-end',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds here-documents in shell scripts that do not end, usually because the line that should end them is indented.',
  why: 'The line that ends a here-document must consist of the word alone, without spaces in front of it. Otherwise the shell takes the rest of the '
    + 'script as text, and runs none of it.',
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
    const open = code.documents.find(({ isClosed }) => !isClosed);
    if (open) {
      report({
        at: field,
        message: `${where} has no line '${open.word}' that ends its here-document${open.isIndented ? ', but an indented one' : ''}`,
        help: `put ${open.word} at the start of a line of its own`,
      });
    }
  }, (pod) => pod.containers),
};
