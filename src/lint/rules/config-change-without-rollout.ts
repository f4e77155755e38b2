import { configReferences, ifAnyGiven } from '../knowledge/config-references';
import { Rule } from '../rule';

export const configChangeWithoutRollout: Rule = {
  id: 'config-change-without-rollout',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds Deployments, StatefulSets, DaemonSets and Rollouts with variables from a ConfigMap or Secret among the objects given, whose pods are not replaced when it changes.',
  why: 'Variables are read when a container starts. After a change, old pods keep the old values, and new pods get the new values whenever they happen to start.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps-as-environment-variables',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          envFrom:
            - configMapRef:
                name: web
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-5f7d8c2b1a
immutable: true
data:
  LOG_LEVEL: info
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          envFrom:
            - configMapRef:
                name: web-5f7d8c2b1a
`,

  concerns: ({ pods }) => ifAnyGiven(pods.flatMap(configReferences)),

  checkAmong({ pods }, set, report) {
    for (const pod of pods.filter(({ object }) => ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'].includes(object.kind))) {
      const annotations = [...pod.metadata.at('annotations').fields, ...pod.object.metadata.at('annotations').fields];
      const isRolled = annotations.some(({ key }) => /checksum|hash|reloader/i.test(String(key)));
      const variables = configReferences(pod).filter(({ field }) => field.path.some((key) => key === 'env' || key === 'envFrom'));
      const found = variables.find(({ kind, name }) => !/-[0-9a-z]{8,12}$/.test(name)
        && set.named(kind, name, pod.object).some((object) => object.at('immutable').flag !== true));
      if (found && !isRolled) {
        report({
          at: found.field,
          message: `a change of ${found.kind} '${found.name}' does not reach running pods`,
          help: 'append a hash of its content to its name, or put the hash into an annotation of the pod template',
        });
      }
    }
  },
};
