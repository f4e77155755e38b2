import { configReferences, ifAnyMissing, isMadeSecret } from '../knowledge/config-references';
import { generatedNames, hasUnknownNeighbours, namesMeant } from '../knowledge/kustomize';
import { Subject } from '../model/field';
import { Rule } from '../rule';

/** ConfigMaps that Kubernetes, OpenShift and Istio put into each namespace. */
const OF_CLUSTERS = ['kube-root-ca.crt', 'openshift-service-ca.crt', 'istio-ca-root-cert'];

export const configNotGiven: Rule = {
  id: 'config-not-given',
  since: '1.0.0',
  severity: 'info',
  persona: 'strict',
  what: 'Finds references to ConfigMaps and Secrets that are not among the objects given.',
  why: 'If nobody else creates them, the pod does not start. Secrets often come from somewhere else: tell the linter so by a suppression with '
    + 'that reason.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-config
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
      envFrom:
        - configMapRef:
            name: web
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-config
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
      envFrom:
        - configMapRef:
            name: web-config
`,

  concerns: ({ pods }) => ifAnyMissing(pods.flatMap(configReferences)),

  checkAmong({ pods }, set, report) {
    const generated = generatedNames(set);
    for (const pod of pods.filter(({ object }) => !hasUnknownNeighbours(object) && !isPart(object))) {
      const names = new Set<string>();
      for (const { kind, name, field } of configReferences(pod)) {
        const isGiven = OF_CLUSTERS.includes(name) || namesMeant(name, pod.object).some((one) => (
          generated.has(one) || (kind === 'Secret' && isMadeSecret(one, set)) || set.named(kind, one, pod.object).length > 0));
        if (!names.has(`${kind}/${name}`) && !isGiven) {
          names.add(`${kind}/${name}`);
          report({
            at: field,
            message: `${kind} '${name}' is not among ${set.where}`,
            help: 'add it, correct the name, or make sure that somebody else creates it',
          });
        }
      }
    }
  },
};

/** Whether only a part of it is here: what a test expects to find in the cluster, or a patch that no kustomization names. */
function isPart({ origin }: Subject): boolean {
  return origin.isPatch === true && origin.kustomized?.isPatch !== true;
}
