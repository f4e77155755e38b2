import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { volumeFrom } from '../objects/reaches';

/**
 * The token of the pod's service account and the API server's authority, for the containers that mount it; the pod's own switch would
 * give it to all of them.
 */
export function tokenVolume(owner: Construct, id: string, name: string): kplus.Volume {
  const sources = [
    { serviceAccountToken: { path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  ];
  return volumeFrom(owner, id, name, () => ({ projected: { sources } }));
}
