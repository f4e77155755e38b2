import { Field, Path } from './field';
import { Pod } from './pod';
import { PodTemplates } from './pod-templates';

/** Where an object comes from. */
export interface Origin {
  readonly file?: string;
  /** The number of the document in the file, from 0. */
  readonly document?: number;
  /** Where the object is in the document: in a List it is not at the top. */
  readonly prefix?: Path;
  /** The path of the construct, in charts. */
  readonly construct?: string;
}

/** An object of a manifest. */
export class KubeObject {
  public readonly root: Field;
  /** One for a workload, none for other objects. */
  public readonly pods: readonly Pod[];

  /**
   * @param value the object as plain data
   * @param origin where it comes from, for whoever reports findings; rules know nothing of it
   */
  constructor(value: unknown, templates: PodTemplates, public readonly origin: Origin = {}) {
    this.root = new Field(this, value);
    this.pods = templates.of(this).map((path: Path) => new Pod(this.at(...path)));
  }

  public at(...keys: Path): Field {
    return this.root.at(...keys);
  }

  public get kind(): string {
    return this.at('kind').text ?? '';
  }

  /** The API group without version; empty for the core group. */
  public get group(): string {
    const apiVersion = this.at('apiVersion').text ?? '';
    return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  }

  public get metadata(): Field {
    return this.at('metadata');
  }

  public get name(): string {
    return this.metadata.at('name').scalar ?? this.metadata.at('generateName').scalar ?? '';
  }

  /** Undefined where the manifest leaves it to whoever applies it. */
  public get namespace(): string | undefined {
    return this.metadata.at('namespace').text;
  }

  /** For people: `Deployment shop/web`. */
  public get title(): string {
    return `${this.kind} ${this.namespace === undefined ? '' : `${this.namespace}/`}${this.name}`;
  }
}
