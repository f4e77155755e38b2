import { configReferences, ifAnyGiven, keysOf } from '../knowledge/config-references';
import { generatedNames } from '../knowledge/kustomize';
import { isPatch } from '../knowledge/workload';
import { KubeObject } from '../model/kube-object';
import { areInOneFolder, areNear } from '../model/object-set';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const configKeyMissing: Rule = {
  id: 'config-key-missing',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  what: 'Finds references to a key that the ConfigMap or Secret among the objects given does not have.',
  why: 'The container does not start as long as the key is missing: its status is `CreateContainerConfigError`, or its volume cannot be '
    + 'mounted.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  log-level: info
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: LOG_LEVEL
          valueFrom:
            configMapKeyRef:
              name: web
              key: logLevel
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  log-level: info
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: LOG_LEVEL
          valueFrom:
            configMapKeyRef:
              name: web
              key: log-level
`,

  looksAtConfigs: true,
  concerns: ({ pods }) => ifAnyGiven(pods.flatMap(configReferences).filter(({ hasKey }) => hasKey)),

  checkAmong({ pods }, set, report) {
    const generated = generatedNames(set);
    for (const pod of pods) {
      for (const { kind, name, key, field } of configReferences(pod).filter(({ hasKey }) => hasKey)) {
        const objects = set.named(kind, name, pod.object).filter((object) => areNear(object, pod.object));
        const keys = new Set(objects.flatMap((object) => [...keysOf(object)]));
        // an object without any key is filled by somebody else, and of several in other folders it is not known which one is meant
        if (keys.size > 0 && !keys.has(key!) && !generated.has(name) && areInOneFolder(...objects) && !isPatch(pod) && !isExample(pod, objects)) {
          report({
            at: field,
            message: `${kind} '${name}' has no key '${key}'`,
            help: `use one of its keys (${[...keys].slice(0, 8).map((one) => `'${one}'`).join(', ')}), or set 'optional: true'`,
            related: [{ at: objects[0].at('data').exists ? objects[0].at('data') : objects[0].metadata, message: `the ${kind}` }],
          });
        }
      }
    }
  },
};

/** A bare Pod in a file of its own is mostly an example, for which a command makes another ConfigMap of that name. */
function isExample({ object }: Pod, configs: readonly KubeObject[]): boolean {
  return object.kind === 'Pod' && configs.every(({ origin }) => origin.file !== object.origin.file);
}
