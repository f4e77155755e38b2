import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from './errors';
import { podOf } from './pod-editor';

/** An environment variable with the key of a Secret, which must be in the namespace of the pod as far as that can be seen. */
export function secretVariable(owner: Construct, { secret, key }: kplus.SecretValue): kplus.EnvValue {
  checkSecret(owner, secret);
  return kplus.EnvValue.fromSecretValue({ secret, key });
}

/** Fails for a Secret that the pod cannot read. */
export function checkSecret(owner: Construct, secret: kplus.ISecret): void {
  const namespace = ApiObject.isApiObject(secret.node.defaultChild) ? namespaceOf(secret) : undefined;
  const expected = namespaceOf(podOf(owner));
  if (namespace !== undefined && namespace !== expected) {
    throw new Error(`secret '${secret.name}' of ${at(owner)} is in namespace '${namespace}', its pod in '${expected ?? 'default'}':`
      + ' create one with the same keys there');
  }
}

/** A mount at /ca/NUMBER with the certificate of an authority in the file ca.crt. */
export function certificateMount(owner: Construct, containerName: string, number: number, { secret, key }: kplus.SecretValue): kplus.VolumeMount {
  const name = `${containerName}-ca-${number}`;
  const volume = kplus.Volume.fromSecret(owner, `Ca${number}Volume`, secret, { name, items: { [key]: { path: 'ca.crt' } } });
  return { path: `/ca/${number}`, volume, readOnly: true };
}

/** A mount at /tls/NUMBER with a certificate and its key in the files tls.crt and tls.key. */
export function keyPairMount(owner: Construct, containerName: string, number: number, secret: kplus.ISecret): kplus.VolumeMount {
  return { path: `/tls/${number}`, volume: kplus.Volume.fromSecret(owner, `Tls${number}Volume`, secret, { name: `${containerName}-tls-${number}` }), readOnly: true };
}

function namespaceOf(construct: Construct): string | undefined {
  return ApiObject.of(construct).metadata.namespace ?? Chart.of(construct).namespace;
}
