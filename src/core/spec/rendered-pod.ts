import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { findPod, PodInManifest } from './pod-spec';

/** The pod of a workload as it would be synthesized now. */
export function renderedPod(workload: IConstruct): PodInManifest {
  return podIn(ApiObject.of(workload).toJson(), `'${workload.node.path}'`);
}

/** The pod in a manifest, or an error that says that there is none. */
export function podIn(manifest: any, where = describe(manifest)): PodInManifest {
  const pod = findPod(manifest);
  if (!pod) {
    throw new Error(`${where} has no pod: pass a workload such as a Deployment, a Job or a Pod, or a pod spec with 'containers'`);
  }
  return pod;
}

function describe(manifest: any): string {
  return typeof manifest === 'object' && manifest?.kind ? `${manifest.kind} '${manifest.metadata?.name ?? ''}'` : `'${String(JSON.stringify(manifest)).slice(0, 60)}'`;
}
