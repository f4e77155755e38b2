import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LocalUpstream } from './local-upstream';
import { ProgramPlan } from '../core/pod/container-plan';
import { ConnectionPooling } from '../primitives/endpoint';

/** What a proxy knows of the place that it is put into. */
export interface ProxyContext {
  readonly owner: Construct;
  /** Name of the container. */
  readonly name: string;
  readonly pod: kplus.AbstractPod;
  readonly upstreams: LocalUpstream[];
  /** Address that the local ports are bound to. */
  readonly listenAddress: string;
  /** Port for health and metrics on the pod's address, free in the pod. */
  readonly healthPort: number;
  /** Requests and limits of the container. */
  readonly resources: kplus.ContainerResources;
  /** How long connections may go on once the proxy receives SIGTERM. */
  readonly stopDelay: Duration;
}

export const AMBASSADOR = { listenAddress: '127.0.0.1' };

/** Where the pod finds what is bound to an address. */
export function localHost(listenAddress: string): string {
  return listenAddress === '0.0.0.0' ? '127.0.0.1' : listenAddress;
}

/** A container without the ports of its upstreams. */
export interface ProxyPlan extends Omit<ProgramPlan, 'stopDelay'> {
  /** Its name, where that of the context is not asked for. */
  readonly name?: string;
  /** Whether it answers on the health port. */
  readonly servesHealth?: boolean;
  /** Where it serves metrics on the health port, or why it does not. */
  readonly metrics: { readonly path: string } | { readonly none: string };
  /** How it pools the connections of databases. */
  readonly pooling?: ConnectionPooling;
}
