import { hasPasswordInUrl, isNameOfSecret, isSecret } from '../knowledge/secrets';
import { Rule } from '../rule';

export const secretInConfigmap: Rule = {
  id: 'secret-in-configmap',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['ConfigMap'],
  what: 'Finds passwords, tokens and keys among the data of a ConfigMap.',
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
    const values = object.kind === 'ConfigMap' ? object.at('data').fields : [];
    for (const value of values.filter((one) => !one.text?.includes('\n') && (isNameOfSecret(String(one.key)) && isSecret(one) || hasPasswordInUrl(one.text)))) {
      report({
        at: value,
        message: `the value of ${value.key} is written in ConfigMap '${object.name}'`,
        help: 'put it into a Secret, and refer to that by valueFrom.secretKeyRef',
      });
    }
  },
};
