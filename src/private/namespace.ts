import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** The namespace of a Kubernetes object, if its manifest has one. */
export function namespaceOf(construct: Construct): string | undefined {
  return ApiObject.of(construct).metadata.namespace ?? Chart.of(construct).namespace;
}
