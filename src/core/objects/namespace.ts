import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** The namespace of a Kubernetes object, if its manifest has one. */
export function namespaceOf(construct: Construct): string | undefined {
  return ApiObject.of(construct).metadata.namespace ?? Chart.of(construct).namespace;
}

/** For an object in the namespace of a workload, which may differ from that of its chart; without a name it gets one. */
export function metadataBeside(workload: Construct, name?: string): ApiObjectMetadata {
  return { namespace: namespaceOf(workload), ...name === undefined ? {} : { name } };
}
