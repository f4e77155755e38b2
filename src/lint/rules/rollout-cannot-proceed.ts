import { Field } from '../model/field';
import { Rule } from '../rule';

export const rolloutCannotProceed: Rule = {
  id: 'rollout-cannot-proceed',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['maxUnavailable', 'minReadySeconds', 'progressDeadlineSeconds'],
  what: 'Finds rollouts that may neither remove nor add a pod, and progress deadlines that end before a pod counts as available.',
  why: 'With `maxSurge` and `maxUnavailable` both zero there is no next step. A `progressDeadlineSeconds` that is not greater than `minReadySeconds` '
    + 'ends before the first pod counts as available. The API server rejects both.',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 0
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
  instead: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
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

  checkObject(object, report) {
    const path = UPDATES.get(object.kind);
    if (path === undefined) {
      return;
    }
    const update = object.at('spec', ...path);
    const [surge, unavailable] = ['maxSurge', 'maxUnavailable'].map((name) => update.at(name));
    if (isZero(unavailable) && (isZero(surge) || (object.kind === 'DaemonSet' && !surge.exists))) {
      report({
        at: update,
        message: 'maxSurge and maxUnavailable are both zero, so no pod can be replaced',
        help: 'set maxSurge to 1 to replace pods one at a time without a gap',
      });
    }
    const deadline = object.at('spec', 'progressDeadlineSeconds');
    const ready = object.at('spec', 'minReadySeconds').number ?? 0;
    if (object.kind !== 'DaemonSet' && (deadline.number ?? 600) <= ready) {
      report({
        at: deadline,
        message: `progressDeadlineSeconds is ${deadline.number ?? 600}, and a pod counts as available after minReadySeconds, ${ready}`,
        help: 'set it to more than minReadySeconds and the time that a pod takes to start',
      });
    }
  },
};

/** Where kinds say how their pods are replaced. */
const UPDATES = new Map<string, readonly string[]>([
  ['Deployment', ['strategy', 'rollingUpdate']],
  ['DaemonSet', ['updateStrategy', 'rollingUpdate']],
  ['Rollout', ['strategy', 'canary']],
]);

function isZero({ scalar }: Field): boolean {
  return /^0%?$/.test(scalar ?? '');
}
