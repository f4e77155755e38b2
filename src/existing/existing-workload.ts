import { ApiObject, ApiObjectMetadataDefinition, App, Chart, Lazy, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { addEntries, addToPod } from './additions';
import { addWritten, claimsOf, gracePeriodOf, toPodProps } from './written-pod';
import { podSpecOf } from '../core/objects/reaches';
import { Rendering } from '../core/objects/rendering';
import { isPod } from '../core/pod/conflicts';
import { PodRecord } from '../core/pod/pod-record';
import { podOfObject, setPodPath } from '../core/spec/pod-path';
import { PodInManifest } from '../core/spec/pod-spec';
import { Carried } from '../core/values/carried';
import { at } from '../core/values/errors';

/**
 * Options of an existing workload.
 */
export interface ExistingWorkloadOptions {
  /**
   * JSON pointer to the pod template, such as `/spec/worker/template`. It points to the object with `metadata` and `spec` of the pods.
   *
   * @default - the place where the kind has it in Kubernetes; `/spec/template` for custom resources
   */
  readonly podTemplate?: string;
}

/**
 * Makes a workload that was not created with cdk8s-plus a scope for patterns: any `ApiObject` with a pod template, from `Include`, `Helm` or `cdk8s
 * import`, or written by hand.
 *
 * Its containers, ports, mounts, volumes and variables are included in all checks. Patterns only add to the object: everything else stays unchanged
 * and in its order, including fields that this library does not know.
 *
 * @example
 * import { ApiObject, App, Chart } from 'cdk8s';
 * import { ExistingWorkload, LogSidecar } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * // Only where Pod Security admits the container as it is: patterns leave it alone.
 * const deployment = new ApiObject(chart, 'Web', {
 *   apiVersion: 'apps/v1',
 *   kind: 'Deployment',
 *   spec: {
 *     selector: { matchLabels: { app: 'web' } },
 *     template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/web:1.4.2' }] } },
 *   },
 * });
 * new LogSidecar(ExistingWorkload.of(deployment), 'Logs', { logFiles: ['/var/log/app/*.log'] });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates
 */
export class ExistingWorkload extends kplus.AbstractPod implements kplus.IScalable {
  /**
   * Returns the workload of an object. Calling it again returns the same workload.
   *
   * @param apiObject a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Pod, Argo Rollout or another object with a pod template
   * @throws if the object has no pod template, or is part of a workload of cdk8s-plus
   */
  public static of(apiObject: ApiObject, options: ExistingWorkloadOptions = {}): ExistingWorkload {
    if (!ApiObject.isApiObject(apiObject)) {
      throw new Error('the argument of ExistingWorkload.of() is not an ApiObject: pass one, such as an item of the apiObjects of an Include');
    }
    return workloads.of(apiObject, () => new ExistingWorkload(apiObject, options));
  }

  /**
   * The workload with a name among the objects of a chart, an `Include` or a `Helm`.
   *
   * @param scope where to look, with everything below
   * @param name `metadata.name` of the object
   * @param kind needed where several kinds have that name; the default is any
   * @throws if there is no such workload, or more than one
   */
  public static named(scope: IConstruct, name: string, kind?: string): ExistingWorkload {
    const all = scope.node.findAll().filter(ApiObject.isApiObject)
      .filter((object) => !isPod(object.node.scope) && podOfObject(object, object.toJson()));
    const found = all.filter((object) => object.name === name && (kind === undefined || object.kind === kind));
    if (found.length !== 1) {
      const texts = (found.length > 1 ? found : all).map((object) => `${object.kind} '${object.name}'`).join(', ') || 'none';
      throw new Error(`${found.length > 1 ? 'more than one workload' : 'no workload'} in ${at(scope)} is called '${name}'${kind ? ` and is a ${kind}` : ''}:`
        + ` use one of these with its kind: ${texts}`);
    }
    return ExistingWorkload.of(found[0]);
  }

  /**
   * Labels and annotations of the pods.
   */
  public readonly podMetadata: ApiObjectMetadataDefinition;

  /**
   * Name of the resource in the API, such as `deployments`.
   */
  public readonly resourceType: string;

  /**
   * Whether an autoscaler decides how many pods there are. The object's own `replicas` are then left out.
   */
  public hasAutoscaler = false;

  protected readonly apiObject: ApiObject;

  private readonly written: PodInManifest;
  private readonly manifest: any;

  private constructor(object: ApiObject, { podTemplate }: ExistingWorkloadOptions) {
    const path = podTemplate === undefined ? undefined : [...pointer(object, podTemplate), 'spec'];
    if (path) {
      setPodPath(object, path);
    }
    const manifest = object.toJson();
    const written = readPod(object, manifest, path);
    super(object.node.scope!, `${object.node.id}-pod`, toPodProps(written.spec)); // beside it: what is in an object depends on all that it does
    this.apiObject = object;
    this.node.defaultChild = object;
    this.manifest = manifest;
    this.written = written;
    this.resourceType = `${object.kind.toLowerCase()}s`;
    const { labels, annotations } = this.template(manifest).metadata ?? {};
    this.podMetadata = new ApiObjectMetadataDefinition({ labels: { ...labels }, annotations: { ...annotations }, apiObject: object });
    addWritten(this, written.spec, claimsOf(manifest));
    const rendered = this.rendered();
    Rendering.of(object).add((latest) => this.complete(latest, rendered));
    PodRecord.of(this);
  }

  /**
   * Replicas of the object, where they are set. Otherwise Kubernetes runs one.
   */
  public get replicas(): number {
    return this.manifest.spec?.replicas ?? 1;
  }

  /**
   * How a StatefulSet starts its pods.
   */
  public get podManagementPolicy(): string | undefined {
    return this.manifest.spec?.podManagementPolicy;
  }

  /**
   * Whether runs of a CronJob may overlap.
   */
  public get concurrencyPolicy(): string {
    return this.manifest.spec?.concurrencyPolicy ?? 'Allow';
  }

  /**
   * The labels by which the object selects its pods. Pods without labels get one.
   */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    const { matchLabels } = this.manifest.spec?.selector ?? {};
    let labels = matchLabels ?? this.template(this.manifest).metadata?.labels ?? {};
    if (Object.keys(labels).length === 0) {
      const address = this.podMetadata.getLabel(kplus.Pod.ADDRESS_LABEL) ?? Names.toLabelValue(this);
      labels = { [kplus.Pod.ADDRESS_LABEL]: address };
      this.podMetadata.addLabel(kplus.Pod.ADDRESS_LABEL, address);
    }
    const { namespace } = this.metadata;
    return { labelSelector: kplus.LabelSelector.of({ labels }), namespaces: namespace ? { names: [namespace] } : undefined };
  }

  /**
   * @see IScalable.markHasAutoscaler()
   */
  public markHasAutoscaler(): void {
    this.hasAutoscaler = true;
  }

  /**
   * @see IScalable.toScalingTarget()
   */
  public toScalingTarget(): kplus.ScalingTarget {
    return { kind: this.kind, apiVersion: this.apiVersion, name: this.name, containers: this.containers };
  }

  /** Everything that cdk8s-plus would write, with values that are known late. */
  private rendered(): () => any {
    const spec = Lazy.any({ produce: () => podSpecOf(this) }) as kplus.k8s.PodSpec;
    const holder = new kplus.k8s.KubePod(new Chart(new App(), 'additions'), 'Pod', { spec });
    return () => holder.toJson().spec;
  }

  private complete(manifest: any, rendered: () => any): void {
    const pod = podOfObject(this.apiObject, manifest);
    if (!pod) {
      throw new Error(`${at(this.apiObject)} has lost its pod template after ExistingWorkload.of() had read it: change the template before, or leave it in its place`);
    }
    addToPod(pod.spec, rendered(), claimsOf(manifest));
    const grace = this.terminationGracePeriod?.toSeconds();
    if (grace !== gracePeriodOf(this.written.spec)) {
      pod.spec.terminationGracePeriodSeconds = grace;
    }
    const template = this.template(manifest);
    const { labels = {}, annotations = {} } = this.podMetadata.toJson() ?? {};
    const before = this.template(this.manifest).metadata;
    const metadata = template.metadata ?? {};
    addEntries(metadata, 'labels', before?.labels, labels);
    addEntries(metadata, 'annotations', before?.annotations, annotations);
    if (Object.keys(metadata).length > 0) {
      template.metadata = metadata;
    }
    if (this.hasAutoscaler) {
      delete manifest.spec.replicas;
    }
  }

  /** What has metadata and spec of the pods. */
  private template(manifest: any): any {
    return this.written.path.slice(0, -1).reduce((found, key) => found[key], manifest);
  }
}

const workloads = new Carried<ExistingWorkload>('workload');

function pointer(object: ApiObject, path: string): string[] {
  if (!/^(\/[^/]+)+$/.test(path)) {
    throw new Error(`podTemplate '${path}' of ${at(object)} is not a JSON pointer: write it like '/spec/template'`);
  }
  return path.slice(1).split('/').map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function readPod(object: ApiObject, manifest: any, path?: string[]): PodInManifest {
  if (isPod(object.node.scope)) {
    throw new Error(`${at(object)} is part of a workload of cdk8s-plus, which can be the scope of patterns itself: pass ${at(object.node.scope)} to them`);
  }
  const pod = podOfObject(object, manifest);
  if (!pod || pod.spec.containers.length === 0) {
    const { workloadRef } = manifest.spec ?? {}; // of a Rollout of Argo
    throw new Error(`${object.kind} ${at(object)} has no pod template with containers${path ? ` at '/${path.slice(0, -1).join('/')}'` : ''}:`
      + (workloadRef ? ` pass the ${workloadRef.kind} '${workloadRef.name}' that it refers to` : ' pass an object that has one, or set its path by \'podTemplate\''));
  }
  return pod;
}
