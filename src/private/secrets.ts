import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from './errors';
import { namespaceOf } from './namespace';
import { podOf } from './pod-editor';

/** An environment variable with the key of a Secret, which must be in the namespace of the pod. */
export function secretVariable(owner: Construct, { secret, key }: kplus.SecretValue): kplus.EnvValue {
  checkNamespace(owner, secret);
  return kplus.EnvValue.fromSecretValue({ secret, key });
}

/** A mount with the certificate of an authority in the file ca.crt, at /ca/NUMBER or another path. */
export function certificateMount(
  owner: Construct, containerName: string, number: number, { secret, key }: kplus.SecretValue, path = `/ca/${number}`,
): kplus.VolumeMount {
  checkNamespace(owner, secret);
  const name = `${containerName}-ca-${number}`;
  const volume = kplus.Volume.fromSecret(owner, `Ca${number}Volume`, secret, { name, items: { [key]: { path: 'ca.crt' } } });
  return { path, volume, readOnly: true };
}

/** A mount with a certificate and its key in the files tls.crt and tls.key, at /tls/NUMBER or another path. */
export function keyPairMount(owner: Construct, containerName: string, number: number, secret: kplus.ISecret, path = `/tls/${number}`): kplus.VolumeMount {
  checkNamespace(owner, secret);
  const volume = kplus.Volume.fromSecret(owner, `Tls${number}Volume`, secret, { name: `${containerName}-tls-${number}` });
  return { path, volume, readOnly: true };
}

/** Pods can use Secrets of their own namespace only. Of a Secret that was not made here (`Secret.fromSecretName`) nobody knows the namespace. */
export function checkNamespace(owner: Construct, secret: kplus.ISecret): void {
  const namespace = ApiObject.isApiObject(secret.node.defaultChild) ? namespaceOf(secret) : undefined;
  const expected = namespaceOf(podOf(owner));
  if (namespace !== undefined && namespace !== expected) {
    throw new Error(`secret '${secret.name}' of ${at(owner)} is in namespace '${namespace}', its pod in '${expected ?? 'default'}':`
      + ' create one with the same keys there');
  }
}
