import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/**
 * The token of the pod's service account and the API server's authority, for the containers that mount it; the pod's own switch would
 * give it to all of them. cdk8s-plus knows no projected volumes: a volume of another kind renders one.
 */
export function tokenVolume(owner: Construct, id: string, name: string): kplus.Volume {
  const volume = kplus.Volume.fromEmptyDir(owner, id, name);
  volume._toKube = () => ({
    name,
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    },
  });
  return volume;
}
