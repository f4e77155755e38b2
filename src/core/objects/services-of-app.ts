import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

/** A Service as it will be written, whoever makes it: cdk8s-plus, Helm, an Include or a plain ApiObject. */
export interface WrittenService {
  readonly object: ApiObject;
  readonly namespace?: string;
  readonly selector: { [label: string]: string };
  /** Numbers, or names of ports of a container. */
  readonly targets: (number | string)[];
}

/** The Services of a chart or an app, found by the labels of pods: one walk, however many pods ask. */
export class ServicesOfApp {
  /** By one of the labels that they select. */
  private readonly byLabel = new Map<string, WrittenService[]>();

  constructor(scope: IConstruct) {
    for (const object of scope.node.findAll()) {
      if (ApiObject.isApiObject(object) && object.kind === 'Service' && object.apiVersion === 'v1') {
        this.add(object);
      }
    }
  }

  /** Those that select pods with these labels. A namespace that is not written is any: `kubectl` may give it. */
  public selecting(labels: { [label: string]: string }, namespace: string | undefined): WrittenService[] {
    return Object.entries(labels).flatMap(([label, value]) => this.byLabel.get(keyOf(label, value)) ?? []).filter((service) => (
      (service.namespace ?? namespace) === (namespace ?? service.namespace)
      && Object.entries(service.selector).every(([label, value]) => labels[label] === value)));
  }

  private add(object: ApiObject): void {
    const { metadata, spec } = object.toJson();
    const selector: { [label: string]: string } = spec?.selector ?? {};
    const [first] = Object.entries(selector);
    if (first) {
      const targets = (spec.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP').map(({ port, targetPort = port }: any) => targetPort);
      const key = keyOf(...first);
      this.byLabel.set(key, [...this.byLabel.get(key) ?? [], { object, namespace: metadata?.namespace, selector, targets }]);
    }
  }
}

const keyOf = (label: string, value: string) => `${label}=${value}`;
