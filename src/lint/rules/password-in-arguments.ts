import { Rule } from '../rule';

const OPTIONS = [
  /(?:^|\s)--?(?:[\w-]*[-_])?(?:password|passwd|token|api-?key|secret-?key|access-?key)(?:=|\s+)["']?([^\s"';|&]+)/i,
  /\b(?:PGPASSWORD|MYSQL_PWD|REDISCLI_AUTH|VAULT_TOKEN)=["']?([^\s"';|&]+)/,
  /\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin)\b[^;|&\n]*\s-p([^\s"';|&]+)/,
  /:\/\/[^\s:/@"']*:([^\s/@"']+)@/,
];

/** The name of an etcd cluster. */
const NO_SECRETS = /--?initial-cluster-token[= ]\S*/g;

export const passwordInArguments: Rule = {
  id: 'password-in-arguments',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['command', 'args'],
  what: 'Finds passwords and tokens that are written into the command line of a container.',
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
      for (const word of [...container.at('command').items, ...container.at('args').items]) {
        const text = (word.text ?? '').replace(NO_SECRETS, '');
        const literal = OPTIONS.map((option) => option.exec(text)?.[1]).find((value) => value !== undefined && isLiteral(value));
        if (literal !== undefined) {
          report({
            at: word,
            message: `a password or token stands in the command line of container '${container.name}'`,
            help: 'take it from a Secret: as an environment variable that the program reads by itself, or as a file',
          });
        }
      }
    }
  },
};

/** Not a variable, a file, or the next option. */
function isLiteral(value: string): boolean {
  return !/^[$`<{(/-]|^(file|env|vault|secret):|\$[({\w]|^(true|false|on|off|yes|no|null|none|stdin|read)$|^x+$|^\*+$/i.test(value);
}
