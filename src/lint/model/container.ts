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
  /** What has been found out about it. */
  public readonly answers = new Map<unknown, unknown>();
  private knownPorts?: readonly Field[];
  private knownEnv?: readonly Field[];
  private knownMounts?: readonly Field[];

  constructor(public readonly kind: ContainerKind, public readonly field: Field) {
    this.name = field.at('name').text ?? '';
    this.staysOn = kind !== 'init';
  }

  public get ports(): readonly Field[] {
    return this.knownPorts ??= this.field.at('ports').items;
  }

  public get env(): readonly Field[] {
    return this.knownEnv ??= this.field.at('env').items;
  }

  public get volumeMounts(): readonly Field[] {
    return this.knownMounts ??= this.field.at('volumeMounts').items;
  }

  /** The words of its command, and then its arguments. */
  public get commandLine(): readonly Field[] {
    return [...this.at('command').items, ...this.at('args').items];
  }

  public at(...keys: readonly Key[]): Field {
    return this.field.at(...keys);
  }
}

/** Only an init container with `restartPolicy: Always` is a native sidecar: on a regular container the field changes nothing here. */
export function initContainer(field: Field): Container {
  return new Container(field.at('restartPolicy').text === 'Always' ? 'sidecar' : 'init', field);
}
