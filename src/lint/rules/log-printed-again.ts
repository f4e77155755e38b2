import { loopsForever, scriptOf, SHELLS } from '../knowledge/script';
import { Rule } from '../rule';

export const logPrintedAgain: Rule = {
  id: 'log-printed-again',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: SHELLS,
  what: 'Finds loops that print a log file, or its last lines, again and again.',
  why: 'A line is printed once for each turn of the loop, or never, if more lines were written in the meantime. Counting or searching the '
    + 'log gives wrong results.',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/logging/#streaming-sidecar-container',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; while true; do tail -n 5 /var/log/app/app.log; sleep 10 & wait; done"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
    - name: logs
      image: busybox:1.37.0
      command: [sh, -c, "trap exit TERM; tail -n +1 -F /var/log/app/app.log & wait"]
      volumeMounts:
        - name: logs
          mountPath: /var/log/app
          readOnly: true
  volumes:
    - name: logs
      emptyDir:
        sizeLimit: 200Mi
`,

  checkPod(pod, report) {
    for (const container of pod.containers.filter(({ staysOn }) => staysOn)) {
      const script = scriptOf(container);
      const prints = script && loopsForever(script.text) ? PRINTS.exec(script.text) : null;
      if (script && prints) {
        report({
          at: script.field,
          message: `container '${container.name}' prints ${prints[1]} again with each turn of its loop`,
          help: "follow the file with 'tail -n +1 -F', or with a log shipper",
        });
      }
    }
  },
};

/** `cat FILE` or `tail FILE` without -f, whose output goes nowhere but to stdout. */
const PRINTS = /\b(?:cat|tail(?:\s+-(?:n\s*\d+|\d+|c\s*\d+|n))*)\s+((?:\/\S*)?(?:\/log\/|\/logs\/|\.log)[^\s;|&]*)(?![^;\n]*(?:[|>]))/;
