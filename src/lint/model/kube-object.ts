import { Field, Origin, Path, scalarOf, Subject, valueAt } from './field';
import { Pod } from './pod';
import { PodTemplates } from './pod-templates';

/** Workloads that were in the group `extensions` before they were in `apps`. */
const MOVED_TO_APPS = new Set(['Deployment', 'DaemonSet', 'ReplicaSet']);

/** An object of a manifest. */
export class KubeObject implements Subject {
  public readonly kind: string;
  private knownRoot?: Field;
  private knownMetadata?: Field;
  private knownPaths?: readonly Path[];
  private knownTemplates?: readonly Field[];
  private knownPods?: readonly Pod[];

  /**
   * @param structure the object as plain data
   * @param origin where it comes from, for whoever reports findings; rules know nothing of it
   */
  constructor(public readonly structure: unknown, private readonly templates: PodTemplates, public readonly origin: Origin = {}) {
    this.kind = textOf(valueAt(structure, 'kind')) ?? '';
  }

  public get root(): Field {
    return this.knownRoot ??= new Field(this, this.structure);
  }

  public get metadata(): Field {
    return this.knownMetadata ??= this.at('metadata');
  }

  public get group(): string {
    const apiVersion = textOf(valueAt(this.structure, 'apiVersion')) ?? '';
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    return group === 'extensions' && MOVED_TO_APPS.has(this.kind) ? 'apps' : group;
  }

  /** The paths of its pod templates. */
  public get templatePaths(): readonly Path[] {
    return this.knownPaths ??= this.templates.of(this);
  }

  /** They are the same in all objects of a shape. */
  public takeTemplatePaths(paths: readonly Path[]): void {
    this.knownPaths = paths;
  }

  /** What has `metadata` and `spec` of its pods. */
  public get podTemplates(): readonly Field[] {
    return this.knownTemplates ??= this.templatePaths.map((path) => this.at(...path));
  }

  /** One for a workload, none for other objects. */
  public get pods(): readonly Pod[] {
    return this.knownPods ??= this.podTemplates.map((template) => new Pod(template));
  }

  public at(...keys: Path): Field {
    return this.root.at(...keys);
  }

  public get name(): string {
    return scalarOf(this.inMetadata('name')) ?? scalarOf(this.inMetadata('generateName')) ?? '';
  }

  public get namespace(): string | undefined {
    return this.origin.kustomized?.setsNamespace ? undefined : textOf(this.inMetadata('namespace'));
  }

  public get title(): string {
    const namespace = textOf(this.inMetadata('namespace'));
    return `${this.kind} ${namespace === undefined ? '' : `${namespace}/`}${this.name}`;
  }

  private inMetadata(key: string): unknown {
    return valueAt(valueAt(this.structure, 'metadata'), key);
  }
}

/** Names and kinds are the same in all objects of a shape, or are of no account: that they are read need not be noted. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
