import { Field, Key } from './field';

/**
 * How a container lives: beside the app from start to end (`regular`), started before it and stopped after it (`sidecar`, a native one), or
 * run to its end before it (`init`).
 */
export type ContainerKind = 'regular' | 'sidecar' | 'init';

export class Container {
  /** Empty where the manifest has none. */
  public readonly name: string;
  /** Whether it runs as long as the pod does. */
  public readonly staysOn: boolean;
  public readonly ports: readonly Field[];
  public readonly env: readonly Field[];
  public readonly volumeMounts: readonly Field[];
  /** What has been found out about it. */
  public readonly answers: unknown[] = [];

  constructor(public readonly kind: ContainerKind, public readonly field: Field) {
    this.name = field.at('name').text ?? '';
    this.staysOn = kind !== 'init';
    this.ports = field.at('ports').items;
    this.env = field.at('env').items;
    this.volumeMounts = field.at('volumeMounts').items;
  }

  public at(...keys: readonly Key[]): Field {
    return this.field.at(...keys);
  }
}

/** Only an init container with `restartPolicy: Always` is a native sidecar: on a regular container the field changes nothing here. */
export function initContainer(field: Field): Container {
  return new Container(field.at('restartPolicy').text === 'Always' ? 'sidecar' : 'init', field);
}
