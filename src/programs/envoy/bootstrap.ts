import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ADMIN, ADMIN_CLUSTER } from './health-listener';
import { ENVOY_CONFIG, Section, socketAddress, toJson, typed } from './json';
import { ANY_ADDRESS } from './listener';
import { overloadManager } from './overload';
import { CheckedLimits } from '../checked-limits';
import { withExtra } from '../extra-config';

export interface BootstrapSpec {
  readonly owner: Construct;
  /** Name of the container. */
  readonly name: string;
  readonly listeners: Section[];
  readonly clusters: Section[];
  readonly limits: CheckedLimits;
  /** Of the container. */
  readonly resources: kplus.ContainerResources;
  /** More fields of the bootstrap. */
  readonly options?: Section;
  /** What a user adds. */
  readonly extra?: object;
}

export const MAIN_FILE = 'envoy.json';
const IPV6_FILE = 'ipv6.json';

/** What Envoy is started with: everything that it does. */
export function bootstrap({ owner, name, listeners, clusters, limits, resources, options, extra }: BootstrapSpec): { [file: string]: string } {
  return {
    [MAIN_FILE]: toJson(withExtra(owner, {
      // Secrets from files want to know who asks.
      node: { id: name, cluster: name },
      admin: ADMIN,
      static_resources: { listeners, clusters: [...clusters, ADMIN_CLUSTER] },
      dynamic_resources: { lds_config: { path_config_source: { path: `${ENVOY_CONFIG}/${IPV6_FILE}` }, resource_api_version: 'V3' } },
      overload_manager: overloadManager(limits, resources),
      ...options,
    }, extra)),
    [IPV6_FILE]: toJson({ resources: listeners.flatMap(toIpv6) }),
  };
}

/** Because they are in a separate file, Envoy starts without them if the kernel has no IPv6. */
function toIpv6(listener: Section): Section[] {
  const { address, port_value: port } = (listener.address as Section).socket_address as Section | undefined ?? {};
  return address === ANY_ADDRESS
    ? [typed('envoy.config.listener.v3.Listener', { ...listener, name: `${listener.name}_ipv6`, address: socketAddress('::', port as number) })]
    : [];
}
