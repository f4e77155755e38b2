import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { namespaceOf } from '../core/objects/namespace';
import { patchesOf } from '../core/objects/reaches';
import { isPod, podAround } from '../core/pod/conflicts';
import { podOfObject } from '../core/spec/pod-path';
import { at } from '../core/values/errors';
import { ExistingWorkload } from '../existing/existing-workload';

/** A workload that may be picked, as its manifest has it. */
export interface Candidate {
  readonly kind: string;
  /** The construct's path, as errors have it. */
  readonly path: string;
  readonly namespace: string;
  /** Those of the pods, and those of the workload that the pods have not. */
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
  /** The workload as a scope of patterns. */
  readonly workload: () => kplus.AbstractPod;
}

/** All workloads below a scope, whoever wrote them, but those that patterns have made for their own workload. */
export function candidatesIn(scope: IConstruct): Candidate[] {
  return scope.node.findAll().flatMap((construct) => {
    if (!construct.node.scope || podAround(construct.node.scope)) {
      return [];
    }
    if (ApiObject.isApiObject(construct)) {
      return construct.node.scope instanceof kplus.Resource ? [] : ofObject(construct); // such as the Service of a kplus.Service
    }
    return isPod(construct) && !(construct instanceof ExistingWorkload) ? [ofWorkload(construct)] : [];
  });
}

function ofWorkload(workload: kplus.AbstractPod): Candidate {
  const object = ApiObject.of(workload);
  const patched = patchesOf(object).length > 0;
  const manifest = patched ? object.toJson() : undefined;
  const { metadata, podMetadata } = patched
    ? { metadata: manifest.metadata, podMetadata: podMetadataOf(object, manifest) }
    : { metadata: workload.metadata.toJson(), podMetadata: workload.podMetadata.toJson() };
  return toCandidate(object, workload, metadata, podMetadata, () => workload);
}

function ofObject(object: ApiObject): Candidate[] {
  const manifest = object.toJson();
  const podMetadata = podMetadataOf(object, manifest);
  return podMetadata ? [toCandidate(object, object, manifest.metadata, podMetadata, () => ExistingWorkload.of(object))] : [];
}

function podMetadataOf(object: ApiObject, manifest: any): any {
  const pod = podOfObject(object, manifest);
  return pod && (pod.path.slice(0, -1).reduce((found, key) => found[key], manifest).metadata ?? {});
}

function toCandidate(object: ApiObject, shown: IConstruct, metadata: any, podMetadata: any, workload: () => kplus.AbstractPod): Candidate {
  return {
    kind: object.kind,
    path: at(shown).slice(1, -1),
    namespace: namespaceOf(object) ?? 'default',
    labels: { ...metadata?.labels, ...podMetadata?.labels },
    annotations: { ...metadata?.annotations, ...podMetadata?.annotations },
    workload,
  };
}
