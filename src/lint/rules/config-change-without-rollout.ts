import { ConfigReference, ifAnyGiven, variableReferences } from '../knowledge/config-references';
import { hasImage } from '../knowledge/image';
import { Subject } from '../model/field';
import { areNear, ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';
import { Rule } from '../rule';

export const configChangeWithoutRollout: Rule = {
  id: 'config-change-without-rollout',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds Deployments, StatefulSets, DaemonSets and Rollouts with variables from a ConfigMap or Secret among the objects given, whose pods are not replaced when it changes.',
  why: 'Variables are read when a container starts. After a change, old pods keep the old values, and new pods get the new values whenever they happen to start. '
    + 'Images of databases are not looked at, because they read variables such as `POSTGRES_PASSWORD` only when they create the database.',
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

  concerns: ({ pods }) => ifAnyGiven(pods.flatMap(variablesOf)),

  checkAmong({ pods }, set, report) {
    for (const pod of pods.filter(({ object }) => ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'].includes(object.kind))) {
      const found = isRolled(pod.object, pod) || isWatched(pod.object, set) ? undefined : variablesOf(pod).find(({ kind, name }) => !/-[0-9a-z]{8,12}$/.test(name)
        && set.named(kind, name, pod.object).some((object) => object.at('immutable').flag !== true && areNear(object, pod.object) && !isRolled(object)));
      if (found) {
        report({
          at: found.field,
          message: `a change of ${found.kind} '${found.name}' does not reach running pods`,
          help: 'append a hash of its content to its name, or put the hash into an annotation of the pod template',
        });
      }
    }
  },
};

/** Images, and names of containers, of databases and the like: they read variables such as `POSTGRES_PASSWORD` when they create their data, and a restart changes nothing. */
const DATABASES = /(^|\/)(postgres(ql)?|postgis|timescaledb(-ha)?|mysql(-server)?|mariadb|percona(-server)?|mongo(db)?|influxdb|neo4j|openldap|rabbitmq)(-\d+)?$/;

function variablesOf(pod: Pod): ConfigReference[] {
  return pod.containers.filter((container) => !hasImage(container, DATABASES) && !DATABASES.test(container.name)).flatMap(variableReferences);
}

/** Whether a tool replaces the pods, or gives the ConfigMap or Secret another name, which annotations say: a checksum, `reloader.stakater.com/auto`, `kapp.k14s.io/versioned`. */
function isRolled(...annotated: readonly Pick<Subject, 'metadata'>[]): boolean {
  return annotated.flatMap(({ metadata }) => metadata.at('annotations').fields)
    .some(({ key }) => /checksum|hash|sha256|reloader|update-on-(config-)?change|kapp\.k14s\.io\/versioned/i.test(String(key)));
}

/** Whether an operator sees to its pods: the owner of the object, or Flagger. */
function isWatched({ metadata, kind, name }: Subject, set: ObjectSet): boolean {
  return metadata.at('ownerReferences').items.length > 0
    || set.ofKind('Canary').some((canary) => canary.at('spec', 'targetRef', 'kind').text === kind && canary.at('spec', 'targetRef', 'name').text === name);
}
