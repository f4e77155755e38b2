import { grouped } from '../../core/values/grouped';
import { askedOnce } from '../knowledge/asked-once';
import { autoscalersIn, mostReplicas, targetOf, targetsOf } from '../knowledge/autoscaling';
import { arePatched, rescaledNames } from '../knowledge/kustomize';
import { replicasOf } from '../knowledge/workload';
import { Field, Subject } from '../model/field';
import { KubeObject } from '../model/kube-object';
import { ObjectSet, shareNamespace } from '../model/object-set';
import { Rule } from '../rule';

export const pdbBlocksEviction: Rule = {
  id: 'pdb-blocks-eviction',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  what: 'Finds PodDisruptionBudgets that never allow an eviction.',
  why: 'With `maxUnavailable: 0`, or a `minAvailable` of all replicas, no pod may ever be evicted: draining a node, and so upgrading it, waits forever.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
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
  minAvailable: 2
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
  replicas: 2
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

  kinds: ['PodDisruptionBudget'],

  checkAmong(budget, set, report) {
    const [least, most] = ['minAvailable', 'maxUnavailable'].map((name) => budget.at('spec', name));
    const owners = set.selected(budget.at('spec', 'selector'), budget).map(({ object }) => object);
    const counts = owners.map((owner) => mostOf(owner, set));
    const replicas = counts.every((count) => count !== undefined) ? counts.reduce((sum, count) => sum + count!, 0) : undefined;
    if (/^0%?$/.test(most.scalar ?? '') || least.scalar === '100%') {
      report({
        at: most.exists ? most : least,
        message: `PodDisruptionBudget '${budget.name}' never allows an eviction: ${most.exists ? 'maxUnavailable' : 'minAvailable'} is ${most.scalar ?? least.scalar}`,
        help: 'set maxUnavailable to 1',
      });
    } else if (owners.length > 0 && replicas !== undefined && replicas > 0 && needed(least, replicas) >= replicas) {
      report({
        at: least,
        message: `PodDisruptionBudget '${budget.name}' never allows an eviction: ${least.scalar} of ${replicas} replicas must be available`,
        help: 'set maxUnavailable to 1 instead, or run more replicas',
        related: owners.slice(0, 3).map((owner) => ({ at: owner.at('spec', 'replicas'), message: 'the replicas' })),
      });
    }
  },
};

/** A percentage is rounded up. */
function needed({ number, text }: Field, replicas: number): number {
  const percent = /^(\d+)%$/.exec(text ?? '')?.[1];
  return percent === undefined ? number ?? 0 : Math.ceil(replicas * Number(percent) / 100);
}

/** How many replicas there can be. A budget that blocks that many blocks fewer, too. */
function mostOf(owner: Subject, set: ObjectSet): number | undefined {
  if (rescaledNames(set).has(owner.name) || arePatched(set, [], owner)) {
    return undefined;
  }
  const [scaler, ...others] = autoscalersByName(set).get(owner.name) ?? [];
  return scaler ? others.length === 0 && scales(scaler, owner, set) ? mostReplicas(scaler) : undefined : replicasOf(owner);
}

function scales(scaler: KubeObject, owner: Subject, set: ObjectSet): boolean {
  return targetOf(scaler).kind === owner.kind && shareNamespace(scaler, owner) && targetsOf(scaler, set).length === 1;
}

const autoscalersByName = askedOnce((set: ObjectSet) => grouped(autoscalersIn(set), (scaler) => [targetOf(scaler).name]));
