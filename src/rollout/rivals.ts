import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { RolledWorkload } from './rolled-workload';
import { Carried } from '../core/values/carried';
import { at } from '../core/values/errors';

interface Decider {
  readonly object: ApiObject;
  readonly spec: any;
}

/** Objects of an app that decide the same as a SafeRollout, whoever makes them; each is rendered once for all that ask. */
class Deciders {
  public readonly scalers: Decider[];
  public readonly budgets: Decider[];

  constructor(root: IConstruct) {
    const objects = root.node.findAll().filter(ApiObject.isApiObject);
    const ofKinds = (...kinds: string[]) => objects.filter(({ kind }) => kinds.includes(kind))
      .map((object) => ({ object, spec: object.toJson().spec }));
    this.scalers = ofKinds('HorizontalPodAutoscaler', 'ScaledObject');
    this.budgets = ofKinds('PodDisruptionBudget');
  }
}

const deciders = new Carried<Deciders>('deciders');

/** Fails for a second autoscaler of the workload, and for a second disruption budget of its pods. For use at synthesis. */
export function checkRivals(owner: Construct, pod: kplus.AbstractPod, workload: RolledWorkload, scales: boolean): void {
  const { scalers, budgets } = deciders.of(owner.node.root, (root) => new Deciders(root));
  const isOther = ({ object: { node, metadata } }: Decider) => (
    !node.scopes.includes(owner) && (metadata.namespace ?? workload.namespace) === workload.namespace);
  const scaler = scales && scalers.find((other) => isOther(other) && scalesIt(other.spec, workload))?.object;
  if (scaler) {
    throw new Error(`${scaler.kind} ${at(scaler)} scales ${at(pod)} as well as ${at(owner)}, so that each undoes what the other does:`
      + ` leave it out, or leave 'scaling' of ${at(owner)} out`);
  }
  const labels = pod.podMetadata.toJson()?.labels ?? {};
  const budget = budgets.find((other) => isOther(other) && selects(other.spec?.selector, labels))?.object;
  if (budget) {
    throw new Error(`pods of ${at(pod)} are in PodDisruptionBudget ${at(budget)} as well as in that of ${at(owner)}, and Kubernetes refuses to evict pods that`
      + ` are in two: leave ${at(budget)} out, and set 'disruptionBudget' of ${at(owner)}`);
  }
}

function scalesIt(spec: any, { kind, name }: RolledWorkload): boolean {
  const target = spec?.scaleTargetRef ?? {};
  return target.name === name && (target.kind ?? 'Deployment') === kind;
}

/** Whether matchExpressions pick the pods is not looked at. */
function selects({ matchLabels = {}, matchExpressions = [] }: any = {}, labels: { [label: string]: string }): boolean {
  return matchExpressions.length === 0 && Object.entries(matchLabels).every(([label, value]) => labels[label] === value);
}
