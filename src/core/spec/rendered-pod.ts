import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { podOfObject } from './pod-path';
import { findPod, PodInManifest } from './pod-spec';

/** The pod of a workload as it would be synthesized now. */
export function renderedPod(workload: IConstruct): PodInManifest {
  const object = ApiObject.of(workload);
  const manifest = object.toJson();
  return podIn(manifest, `'${workload.node.path}'`, podOfObject(object, manifest));
}

/** The pod in a manifest, or an error that says that there is none. */
export function podIn(manifest: any, where = describe(manifest), pod = findPod(manifest)): PodInManifest {
  if (!pod) {
    throw new Error(`${where} has no pod template: pass a workload such as a Deployment, a Job or a Pod, or a pod spec with 'containers'`);
  }
  return pod;
}

function describe(manifest: any): string {
  return typeof manifest === 'object' && manifest?.kind ? `${manifest.kind} '${manifest.metadata?.name ?? ''}'` : `'${String(JSON.stringify(manifest)).slice(0, 60)}'`;
}
