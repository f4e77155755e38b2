import { Field, Origin, Path, Subject } from './field';
import { Pod } from './pod';
import { PodTemplates } from './pod-templates';

/** Workloads that were in the group `extensions` before they were in `apps`. */
const MOVED_TO_APPS = new Set(['Deployment', 'DaemonSet', 'ReplicaSet']);

/** An object of a manifest. */
export class KubeObject implements Subject {
  public readonly root: Field;
  public readonly kind: string;
  public readonly group: string;
  public readonly metadata: Field;
  private knownTemplates?: readonly Field[];
  private knownPods?: readonly Pod[];

  /**
   * @param value the object as plain data
   * @param origin where it comes from, for whoever reports findings; rules know nothing of it
   */
  constructor(value: unknown, private readonly templates: PodTemplates, public readonly origin: Origin = {}) {
    this.root = new Field(this, value);
    this.kind = this.at('kind').text ?? '';
    this.metadata = this.at('metadata');
    const apiVersion = this.at('apiVersion').text ?? '';
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    this.group = group === 'extensions' && MOVED_TO_APPS.has(this.kind) ? 'apps' : group;
  }

  /** What has `metadata` and `spec` of its pods. */
  public get podTemplates(): readonly Field[] {
    return this.knownTemplates ??= this.templates.of(this).map((path: Path) => this.at(...path));
  }

  /** One for a workload, none for other objects. */
  public get pods(): readonly Pod[] {
    return this.knownPods ??= this.podTemplates.map((template) => new Pod(template));
  }

  public at(...keys: Path): Field {
    return this.root.at(...keys);
  }

  public get name(): string {
    return this.metadata.at('name').scalar ?? this.metadata.at('generateName').scalar ?? '';
  }

  public get namespace(): string | undefined {
    return this.origin.kustomized?.setsNamespace ? undefined : this.metadata.at('namespace').text;
  }

  public get title(): string {
    const namespace = this.metadata.at('namespace').text;
    return `${this.kind} ${namespace === undefined ? '' : `${namespace}/`}${this.name}`;
  }
}
