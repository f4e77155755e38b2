import { configReferences } from '../knowledge/config-references';
import { endsInSecret, hasPasswordInUrl, isAccessKey, isCalledSecret, isNameOfSecret, isSecret, isSecretKey } from '../knowledge/secrets';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const secretInEnv: Rule = {
  id: 'secret-in-env',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['env'],
  mentions: ['pass', 'pwd', 'token', 'secret', 'key', 'credential', 'auth', '@'],
  what: 'Finds passwords, tokens and keys whose value is in the manifest.',
  why: 'Everybody who can read the manifest, the repository it is kept in, or the pod has the secret. Access to a Secret can be restricted '
    + 'further, it is encrypted at rest if the cluster is set up so, and it can be changed without a new manifest.',
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
        const name = variable.at('name');
        const value = variable.at('value');
        const isWritten = name.ask(isNameOfSecret) && isSecret(value) && !namesSecret(pod, name, value) && !isUser(name, container);
        if (isWritten || value.ask(hasPasswordInUrl)) {
          report({
            at: value,
            message: `the value of ${name.text ?? ''} in container '${container.name}' is written in the manifest`,
            help: 'put it into a Secret, and refer to that by valueFrom.secretKeyRef',
          });
        }
      }
    }
  },
};

/** Some programs are told which Secret to use: one of the pod, or one that is called so. */
function namesSecret(pod: Pod, variable: Field, value: Field): boolean {
  return (variable.ask(endsInSecret) && value.ask(isCalledSecret)) || configReferences(pod).some(({ kind, name }) => kind === 'Secret' && name === value.text);
}

/** Where there is a secret key as well, the access key is no more than the name of a user, as in S3. */
function isUser(name: Field, container: Container): boolean {
  return name.ask(isAccessKey) && container.env.some((variable) => variable.at('name').ask(isSecretKey));
}
