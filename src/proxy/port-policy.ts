import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podOf } from '../private/pod-editor';

/** A NetworkPolicy by which no other pod connects to any other port of the workload. */
export function admitOnly(owner: Construct, ports: number[]): kplus.NetworkPolicy {
  const ingress = [kplus.NetworkPolicyIpBlock.anyIpv4(owner, 'AnyIpv4'), kplus.NetworkPolicyIpBlock.anyIpv6(owner, 'AnyIpv6')];
  return new kplus.NetworkPolicy(owner, 'OnlyProxy', {
    selector: podOf(owner),
    ingress: { rules: ingress.map((peer) => ({ peer, ports: ports.map((port) => kplus.NetworkPolicyPort.tcp(port)) })) },
  });
}
