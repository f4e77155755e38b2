import { hasPasswordInUrl, isNameOfSecret, isSecret } from '../knowledge/secrets';
import { hasSecretInSettings, isFileOfSettings, secretsInSettings } from '../knowledge/secrets-in-files';
import { Rule } from '../rule';

export const secretInConfigmap: Rule = {
  id: 'secret-in-configmap',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['ConfigMap'],
  what: 'Finds passwords, tokens and keys in the data of a ConfigMap, and in settings files in it, such as `application.properties` and `config.yaml`.',
  why: 'Everybody who may read the ConfigMaps of the namespace sees them, `kubectl describe` shows them in full, and they end up in logs and '
    + 'backups. Access to Secrets can be restricted further, and they can be encrypted at rest.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
  DATABASE_PASSWORD: correct-horse-battery
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      envFrom:
        - configMapRef:
            name: web
      env:
        - name: DATABASE_PASSWORD
          valueFrom:
            secretKeyRef:
              name: web-database
              key: password
`,

  checkObject(object, report) {
    for (const value of object.kind === 'ConfigMap' ? object.at('data').fields : []) {
      if (value.ask(isFile)) {
        if (isFileOfSettings(String(value.key)) && value.ask(hasSecretInSettings)) {
          const secrets = secretsInSettings(value.text!);
          report({
            at: value,
            message: `the value of ${[...new Set(secrets.map(({ name }) => name))].join(', ')} is written in file '${value.key}' of ConfigMap '${object.name}'`,
            help: 'mount the file from a Secret, or let the program read the value from an environment variable',
            related: secrets.map(({ name, line }) => ({ at: value, lineOfText: line, message: `${name} is on line ${line + 1} of the file` })),
          });
        }
      } else if (isNameOfSecret(String(value.key)) && isSecret(value) || value.ask(hasPasswordInUrl)) {
        report({
          at: value,
          message: `the value of ${value.key} is written in ConfigMap '${object.name}'`,
          help: 'put it into a Secret, and refer to that by valueFrom.secretKeyRef',
        });
      }
    }
  },
};

function isFile(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\n');
}
