import { Container, initContainer } from './container';
import { Field, Subject } from './field';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The pod of a workload: its template, or the Pod itself. */
export class Pod {
  public readonly spec: Field;
  public readonly metadata: Field;
  /** All containers in the order in which they start. */
  public readonly containers: readonly Container[];

  /** @param template what has `metadata` and `spec` of the pod */
  constructor(public readonly template: Field) {
    this.spec = template.at('spec');
    this.metadata = template.at('metadata');
    this.containers = [
      ...this.spec.at('initContainers').items.map(initContainer),
      ...this.spec.at('containers').items.map((field) => new Container('regular', field)),
    ];
  }

  public get object(): Subject {
    return this.template.object;
  }

  public get regular(): readonly Container[] {
    return this.containers.filter(({ kind }) => kind === 'regular');
  }

  public get sidecars(): readonly Container[] {
    return this.containers.filter(({ kind }) => kind === 'sidecar');
  }

  public get init(): readonly Container[] {
    return this.containers.filter(({ kind }) => kind === 'init');
  }

  public get volumes(): readonly Field[] {
    return this.spec.at('volumes').items;
  }

  /** The container that `kubectl logs` takes, which is the app as a rule: the one that an annotation names, or the first one. */
  public get main(): Container | undefined {
    const named = this.metadata.at('annotations', DEFAULT_CONTAINER).text;
    return this.regular.find(({ name }) => name === named) ?? this.regular[0];
  }

  /** Whether it is done one day: the pods of Jobs and CronJobs, tests and hooks of Helm charts, and pods that are not restarted. */
  public get completes(): boolean {
    return ['Job', 'CronJob'].includes(this.object.kind)
      || this.object.metadata.at('annotations', 'helm.sh/hook').exists
      || ['Never', 'OnFailure'].includes(this.spec.at('restartPolicy').text ?? '');
  }
}
