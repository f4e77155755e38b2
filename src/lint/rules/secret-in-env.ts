import { configReferences } from '../knowledge/config-references';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

const NAME = /(^|_)(\w*PASSWORD|PASSWD|\w*PASSPHRASE|PASS|PWD|TOKEN|SECRET|(API|SECRET|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY|SECRET_KEY_BASE|CREDENTIALS?|REDISCLI_AUTH)(_?\d+)?$/;

/** `dbPassword` and `db.password` as `DB_PASSWORD`. */
function inCapitals(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_').toUpperCase();
}

export const secretInEnv: Rule = {
  id: 'secret-in-env',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['env'],
  what: 'Finds passwords, tokens and keys whose value is in the manifest.',
  why: 'Whoever can read the manifest, the repository it is kept in, or the pod, has the secret. A Secret can be readable for fewer, is encrypted at rest if '
    + 'the cluster is set up so, and can be changed without a new manifest.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: migrate
      image: ghcr.io/acme/migrations:1.4.2
      env:
        - name: MYSQL_PWD
          value: correct-horse-battery
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
      image: ghcr.io/acme/migrations:1.4.2
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
      for (const variable of container.env) {
        const name = variable.at('name').text ?? '';
        const value = variable.at('value');
        const found = (NAME.test(inCapitals(name)) && !/^(OLD)?PWD$|CLUSTER_TOKEN$|DISCOVERY_TOKEN$/.test(name) && isSecret(value) && !isNameOfSecret(pod, value)) || hasPasswordInUrl(value);
        if (found) {
          report({
            at: value,
            message: `the value of ${name} in container '${container.name}' stands in the manifest`,
            help: 'put it into a Secret, and refer to that by valueFrom.secretKeyRef',
          });
        }
      }
    }
  },
};

/** Some programs are told which Secret to use. */
function isNameOfSecret(pod: Pod, value: Field): boolean {
  return configReferences(pod).some(({ kind, name }) => kind === 'Secret' && name === value.text);
}

/** Not a reference, a file, a number, a switch, or what somebody is to replace. */
function isSecret(value: Field): boolean {
  const text = value.text ?? '';
  return text !== '' && !/^(\$[({]?\w+[)}]?|[./].*|file:.*|true|false|yes|no|none|null|\d{1,4}|<.*>|\{\{.*|x+|\*+)$/i.test(text) && !/^[A-Z]+(_[A-Z]+)*$/.test(text) && !text.includes('$(') && !text.includes('${');
}

function hasPasswordInUrl(value: Field): boolean {
  const password = /:\/\/[^\s:/@]*:([^\s/@]+)@/.exec(value.text ?? '')?.[1];
  return password !== undefined && !/^[$<{]|\$\(|%s|x{3,}|\*{3,}/i.test(password);
}
