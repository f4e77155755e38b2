import { Field } from './field';

/**
 * How a container lives: beside the app from start to end (`regular`), started before it and stopped after it (`sidecar`, a native one), or
 * run to its end before it (`init`).
 */
export type ContainerKind = 'regular' | 'sidecar' | 'init';

export class Container {
  constructor(public readonly kind: ContainerKind, public readonly field: Field) {}

  /** Empty where the manifest has none. */
  public get name(): string {
    return this.field.at('name').text ?? '';
  }

  /** Whether it runs as long as the pod does. */
  public get staysOn(): boolean {
    return this.kind !== 'init';
  }

  public at(...keys: readonly (string | number)[]): Field {
    return this.field.at(...keys);
  }

  public get ports(): readonly Field[] {
    return this.at('ports').items;
  }

  public get env(): readonly Field[] {
    return this.at('env').items;
  }

  public get volumeMounts(): readonly Field[] {
    return this.at('volumeMounts').items;
  }
}

/** Only an init container with `restartPolicy: Always` is a native sidecar: on a regular container the field changes nothing here. */
export function initContainer(field: Field): Container {
  return new Container(field.at('restartPolicy').text === 'Always' ? 'sidecar' : 'init', field);
}
