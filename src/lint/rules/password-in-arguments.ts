import { commandLinesOf } from '../knowledge/command-lines';
import { secretWords } from '../knowledge/command-secrets';
import { Rule } from '../rule';

/** One of them is in each command line with a secret. */
const HINTS = ['pass', 'token', 'key', 'auth', '_pwd', 'mysql', 'mariadb', '-cli', 'curl', '@'];
const HINT = new RegExp(HINTS.join('|'), 'i');

export const passwordInArguments: Rule = {
  id: 'password-in-arguments',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['command', 'args'],
  mentions: HINTS,
  what: 'Finds passwords and tokens that are written into the command line of a container, a probe or a hook.',
  why: 'The manifest shows them, and so does the list of processes: every program of the container, every container that shares its processes, and '
    + 'every user of the node can read the arguments.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: migrate
      image: mariadb:10.11.14
      command: [sh, -c, "mariadb -h mariadb -u root -pcorrect-horse shop < /migrations/001.sql"]
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
      command: [sh, -c, "mariadb -h mariadb -u root shop < /migrations/001.sql"]
      env:
        - name: MYSQL_PWD
          valueFrom:
            secretKeyRef:
              name: shop-database
              key: password
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      for (const word of commandLinesOf(container).filter((words) => words.some(({ text = '' }) => HINT.test(text))).flatMap(secretWords)) {
        report({
          at: word,
          message: `a password or token is written in the command line of container '${container.name}'`,
          help: 'take it from a Secret: as an environment variable that the program reads by itself, or as a file',
        });
      }
    }
  },
};
