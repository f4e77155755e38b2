import { isPatch, WITH_SELECTOR } from '../knowledge/workload';
import { Pod } from '../model/pod';
import { matches } from '../model/selector';
import { Rule } from '../rule';

export const selectorDoesNotMatch: Rule = {
  id: 'selector-does-not-match',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['matchLabels', 'matchExpressions'],
  what: 'Finds workloads whose selector does not match the labels of their own pods, and workloads without a selector.',
  why: 'The API server rejects them.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  example: `
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
        app: webapp
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
`,
  instead: `
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
`,

  checkPod(pod, report) {
    if (!WITH_SELECTOR.includes(pod.object.kind)) {
      return;
    }
    for (const expression of pod.object.at('spec', 'selector', 'matchExpressions').items.filter((one) => !matches(one, pod) && !isPatch(pod))) {
      report({
        at: expression,
        message: `the selector wants ${expression.at('key').text} ${[expression.at('operator').text, ...expression.at('values').texts].join(' ')}, which is not true for the labels of the pods`,
        help: 'give the pod template labels that the selector selects',
        related: [{ at: pod.metadata.at('labels').exists ? pod.metadata.at('labels') : pod.metadata, message: 'the labels of the pods' }],
      });
    }
    for (const wanted of pod.object.at('spec', 'selector', 'matchLabels').fields) {
      const label = pod.metadata.at('labels', wanted.key!);
      if (wanted.scalar !== undefined && label.scalar !== wanted.scalar && (label.exists || !isPatch(pod))) {
        report({
          at: wanted,
          message: `the selector wants ${wanted.key}=${wanted.scalar}, and the pods have ${label.exists ? `${label.key}=${label.scalar}` : `no label ${wanted.key}`}`,
          help: 'give the pod template the labels of the selector',
          related: [{ at: label.exists ? label : pod.metadata, message: 'the labels of the pods' }],
        });
      }
    }
  },

  concerns: ({ pods }) => pods.some(isWholeWithoutSelector),

  checkAmong({ pods }, set, report) {
    // kustomize adds selectors with the labels; it takes files from folders with a kustomization
    for (const pod of pods.filter((one) => isWholeWithoutSelector(one) && !set.hasAbove('Kustomization', one.object))) {
      report({
        at: pod.object.at('spec', 'selector'),
        message: `this ${pod.object.kind} has no selector`,
        help: 'set spec.selector.matchLabels to labels of the pod template',
        related: [{ at: pod.metadata.at('labels'), message: 'the labels of the pods' }],
      });
    }
  },
};

/** Patches have none either, but they have no labels for the pods. Versions before `apps/v1` took the labels of the pods. */
function isWholeWithoutSelector(pod: Pod): boolean {
  return WITH_SELECTOR.includes(pod.object.kind) && pod.object.at('apiVersion').text === 'apps/v1' && !pod.object.at('spec', 'selector').exists && pod.metadata.at('labels').fields.length > 0
    && pod.containers.length > 0 && pod.containers.every((container) => container.at('image').exists);
}
