import { Container, initContainer } from './container';
import { Field, Subject } from './field';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The pod of a workload: its template, or the Pod itself. */
export class Pod {
  public readonly spec: Field;
  public readonly metadata: Field;
  /** All containers in the order in which they start. */
  public readonly containers: readonly Container[];
  public readonly regular: readonly Container[];
  public readonly sidecars: readonly Container[];
  public readonly init: readonly Container[];
  public readonly volumes: readonly Field[];
  /** The container that `kubectl logs` takes, which is the app as a rule: the one that an annotation names, or the first one. */
  public readonly main: Container | undefined;
  /** Whether it is done one day: the pods of Jobs of all kinds (`CronJob`, `ScaledJob`, `JobSet`, `PyTorchJob`), tests and hooks of Helm charts, and pods that are not restarted. */
  public readonly completes: boolean;
  /** What has been found out about it. */
  public readonly answers = new Map<unknown, unknown>();

  /** @param template what has `metadata` and `spec` of the pod; in some custom resources there is only what would be its spec */
  constructor(public readonly template: Field) {
    this.spec = template.at('spec').exists ? template.at('spec') : template;
    this.metadata = template.at('metadata');
    this.containers = [
      ...objectsIn(this.spec.at('initContainers')).map(initContainer),
      ...objectsIn(this.spec.at('containers')).map((field) => new Container('regular', field)),
    ];
    this.regular = this.containers.filter(({ kind }) => kind === 'regular');
    this.sidecars = this.containers.filter(({ kind }) => kind === 'sidecar');
    this.init = this.containers.filter(({ kind }) => kind === 'init');
    this.volumes = this.spec.at('volumes').items;
    const named = this.metadata.at('annotations', DEFAULT_CONTAINER).text;
    this.main = this.regular.find(({ name }) => name === named) ?? this.regular[0];
    this.completes = /(Job(Set|Template)?|TrainingRuntime|Analysis(Template|Run))$/.test(this.object.kind)
      || this.object.metadata.at('annotations', 'helm.sh/hook').exists
      || ['Never', 'OnFailure'].includes(this.spec.at('restartPolicy').text ?? '');
  }

  public get object(): Subject {
    return this.template.object;
  }
}

/** The elements of a list that can be containers: what else is there, one rule reports, and no other need ask. */
function objectsIn(list: Field): readonly Field[] {
  return list.items.filter(({ type }) => type === 'mapping');
}
