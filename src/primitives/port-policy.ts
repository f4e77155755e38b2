import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { metadataBeside } from '../core/objects/namespace';
import { Rendering } from '../core/objects/rendering';
import { podOf } from '../core/pod/pod-editor';
import { PodRecord } from '../core/pod/pod-record';
import { at, checkPortNumber } from '../core/values/errors';
import { checkGiven } from '../core/values/given';

/**
 * Properties of a port policy.
 */
export interface PortPolicyProps {
  /**
   * TCP ports of the pods that may be connected to. Ports that Prometheus scrapes (`scraping` of a pattern) are added automatically.
   */
  readonly ports: number[];

  /**
   * Peers that may connect: `Pods`, `Namespaces` or `NetworkPolicyIpBlock` of cdk8s-plus. Include the one that scrapes the metrics.
   *
   * @default - everybody
   */
  readonly peers?: kplus.INetworkPolicyPeer[];
}

/**
 * A NetworkPolicy that admits connections to the given ports of a workload's pods only. Outgoing connections are not limited.
 *
 * It only has an effect if the network of the cluster enforces policies. Probes of the kubelet are always admitted.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, PortPolicy } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2', ports: [{ number: 8080 }] });
 * new PortPolicy(web, 'Ports', { ports: [8080] });
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class PortPolicy extends Construct {
  /**
   * The NetworkPolicy, to which rules can be added.
   */
  public readonly networkPolicy: kplus.NetworkPolicy;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if a port is not valid, or the pods are on the node's network
   */
  constructor(scope: Construct, id: string, props: PortPolicyProps) {
    super(scope, id);
    checkGiven(this, props, 'ports');
    const ports = props.ports.map((port) => checkPortNumber(port, 'to admit', this));
    const pod = podOf(this);
    if (pod.hostNetwork) {
      throw new Error(`${at(this)} limits connections to ${at(pod)}, whose pods are on the node's network, where policies do not apply: leave it or hostNetwork out`);
    }
    const { scrapedPorts } = PodRecord.of(pod);
    this.networkPolicy = admitPorts(this, 'Default', () => [...ports, ...new Set(scrapedPorts)], props.peers);
  }
}

/**
 * Its first rule has ports, and peers only if some are named: 0.0.0.0/0 as a peer is no pod to Cilium. cdk8s-plus cannot write a rule without
 * a peer, or ports that are known at synthesis only.
 */
export function admitPorts(owner: Construct, id: string, ports: () => number[], peers: kplus.INetworkPolicyPeer[] = []): kplus.NetworkPolicy {
  const pod = podOf(owner);
  const policy = new kplus.NetworkPolicy(owner, id, {
    selector: pod,
    metadata: metadataBeside(pod),
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY, rules: peers.map((peer) => ({ peer })) },
  });
  Rendering.of(ApiObject.of(policy)).add(({ spec }) => {
    const rules: any[] = spec.ingress ?? [];
    const from = rules.slice(0, peers.length).flatMap((rule) => rule.from);
    const admitted = [...new Set(ports())].map((port) => ({ port, protocol: 'TCP' }));
    const rule = { ports: admitted, ...from.length > 0 ? { from } : {} };
    spec.ingress = [...admitted.length > 0 ? [rule] : [], ...rules.slice(peers.length)];
  });
  return policy;
}
