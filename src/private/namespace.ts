import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { at } from './errors';

/** The namespace of a Kubernetes object, if its manifest has one. */
export function namespaceOf(construct: Construct): string | undefined {
  return ApiObject.of(construct).metadata.namespace ?? Chart.of(construct).namespace;
}

/** A DNS subdomain. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** For an object in the namespace of a workload, which may differ from that of its chart; without a name it gets one. */
export function metadataBeside(workload: Construct, name?: string): ApiObjectMetadata {
  if (name !== undefined && (name.length > 253 || !NAME.test(name))) {
    throw new Error(`name '${name}' of an object of ${at(workload)} is none: use lowercase letters, digits, '-' and '.', 253 at most`);
  }
  return { namespace: namespaceOf(workload), ...name ? { name } : {} };
}
