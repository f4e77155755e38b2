import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** What is behind the endpoint of a sidecar. */
export interface EndpointServer {
  readonly owner: Construct;
  readonly container: kplus.Container;
}
