import { ApiObject } from 'cdk8s';
import { findPod, PodInManifest, podAt } from './pod-spec';
import { Carried } from '../values/carried';

/** Where an object has its pod spec, if its user has said so. */
interface PodPath {
  path?: string[];
}

const paths = new Carried<PodPath>('pod path');

/** Says where an object has its pod spec: custom resources can have it anywhere. */
export function setPodPath(object: ApiObject, path: string[]): void {
  paths.of(object, () => ({})).path = path;
}

/** The pod in the manifest of an object. */
export function podOfObject(object: ApiObject, manifest: any): PodInManifest | undefined {
  const path = paths.find(object)?.path;
  return path ? podAt(manifest, path) : findPod(manifest);
}
