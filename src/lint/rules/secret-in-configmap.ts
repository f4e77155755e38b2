import { isNameOfSecret, isSecret } from '../knowledge/secrets';
import { Rule } from '../rule';

export const secretInConfigmap: Rule = {
  id: 'secret-in-configmap',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: ['ConfigMap'],
  what: 'Finds passwords, tokens and keys among the data of a ConfigMap.',
  why: 'Whoever may read the objects of the namespace sees them. ConfigMaps are shown in full by `kubectl describe`, are not encrypted '
    + 'at rest, and end up in logs and backups. Secrets can be readable for fewer.',
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
`,

  checkObject(object, report) {
    const values = object.kind === 'ConfigMap' ? object.at('data').fields : [];
    for (const value of values.filter((one) => isNameOfSecret(String(one.key)) && !one.text?.includes('\n') && isSecret(one))) {
      report({
        at: value,
        message: `the value of ${value.key} stands in ConfigMap '${object.name}'`,
        help: 'put it into a Secret, and refer to that by valueFrom.secretKeyRef',
      });
    }
  },
};
