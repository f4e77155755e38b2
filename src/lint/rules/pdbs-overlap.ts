import { grouped } from '../../core/values/grouped';
import { askedOnce } from '../knowledge/asked-once';
import { Subject } from '../model/field';
import { KubeObject } from '../model/kube-object';
import { belongTogether, ObjectSet } from '../model/object-set';
import { Rule } from '../rule';

const KIND = 'PodDisruptionBudget';

export const pdbsOverlap: Rule = {
  id: 'pdbs-overlap',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds pods that two PodDisruptionBudgets select.',
  why: 'The Eviction API refuses to evict a pod that has more than one budget, whatever they allow: draining its node, and so upgrading it, waits forever.',
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/#how-api-initiated-eviction-works',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: frontend
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
`,
  instead: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
`,

  kinds: [KIND],

  checkAmong(budget, set, report) {
    const owners = ownersOf(budget, set);
    const first = owners.flatMap((owner) => budgetsByOwner(set).get(owner)!)
      .find((other) => other.name < budget.name && belongTogether(other, budget));
    if (first) {
      report({
        at: budget.at('spec', 'selector'),
        message: `PodDisruptionBudget '${budget.name}' selects pods of ${owners[0].split(' ')[0]}, and so does '${first.name}': Kubernetes evicts no pod that has two`,
        help: 'remove one of them, or let them select different pods',
        related: [{ at: first.at('spec', 'selector'), message: 'the other one' }],
      });
    }
  },
};

const budgetsByOwner = askedOnce((set: ObjectSet) => grouped(set.ofKind(KIND), (budget) => ownersOf(budget, set)));

/** Those in its own file, if there are any: another file may hold a variant, of which one or the other is used. */
function ownersOf(budget: KubeObject, set: ObjectSet): string[] {
  const owners = set.selected(budget.at('spec', 'selector'), budget).map(({ object }) => object);
  const inFile = owners.filter(({ origin }) => origin.file === budget.origin.file);
  return (inFile.length > 0 ? inFile : owners).map(idOf);
}

function idOf({ kind, name, namespace = '', origin }: Subject): string {
  return `${kind}/${name} ${namespace} ${origin.file ?? ''}`;
}
