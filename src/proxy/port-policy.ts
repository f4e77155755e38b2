import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podOf } from '../core/pod/pod-editor';

/**
 * A NetworkPolicy by which no other pod connects to any other port of the workload. Its rule has ports and no peers: 0.0.0.0/0 as a peer is
 * no pod to Cilium. cdk8s-plus cannot write a rule without a peer.
 */
export function admitOnly(owner: Construct, ports: number[]): kplus.NetworkPolicy {
  const policy = new kplus.NetworkPolicy(owner, 'OnlyProxy', { selector: podOf(owner), ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY } });
  ApiObject.of(policy).addJsonPatch(JsonPatch.add('/spec/ingress', [{ ports: ports.map((port) => ({ port: kplus.k8s.IntOrString.fromNumber(port), protocol: 'TCP' })) }]));
  return policy;
}
