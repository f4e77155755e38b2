import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { podOf } from './pod-editor';
import { namespaceOf } from '../objects/namespace';
import { at } from '../values/errors';

/** An environment variable with the key of a Secret, which must be in the namespace of the pod. */
export function secretVariable(owner: Construct, value: kplus.SecretValue): kplus.EnvValue {
  const { secret, key } = checkValue(owner, value);
  return kplus.EnvValue.fromSecretValue({ secret, key });
}

/** Whether one of the variables has the key of a Secret. */
export function hasSecrets(env: { [name: string]: kplus.EnvValue }): boolean {
  return Object.values(env).some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined);
}

/** A mount with the certificate of an authority in the file ca.crt, at /ca/NUMBER or another path. */
export function certificateMount(
  owner: Construct, containerName: string, number: number, value: kplus.SecretValue, path = `/ca/${number}`,
): kplus.VolumeMount {
  const { secret, key } = checkValue(owner, value);
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

/** Types do not hold in JavaScript, and a password that is written out must not come into the manifest, nor into a message. */
export function checkValue(owner: Construct, value?: kplus.SecretValue): kplus.SecretValue {
  checkNamespace(owner, checkKey(owner, value).secret);
  return value!;
}

/** The same where nobody knows the pod. */
export function checkKey(where: Construct | string, value?: kplus.SecretValue): kplus.SecretValue {
  const whose = () => typeof where === 'string' ? where : at(where);
  if (!value?.secret) {
    throw new Error(`a secret of ${whose()} is missing or in plain text: pass a key of a Secret, as in { secret, key: 'password' }`);
  }
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(value.key)) {
    throw new Error(`key '${value.key}' of secret '${value.secret.name}' in ${whose()} is not valid: use letters, digits, '.', '-' and '_'`);
  }
  return value;
}

/** Pods can use Secrets of their own namespace only. Of a Secret that was not made here (`Secret.fromSecretName`) nobody knows the namespace. */
export function checkNamespace(owner: Construct, secret?: kplus.ISecret): void {
  if (!Construct.isConstruct(secret)) {
    throw new Error(`a secret of ${at(owner)} is missing or in plain text: pass a Secret, such as kplus.Secret.fromSecretName(chart, 'Certificate', 'web-tls')`);
  }
  const namespace = ApiObject.isApiObject(secret.node.defaultChild) ? namespaceOf(secret) : undefined;
  const expected = namespaceOf(podOf(owner));
  if (namespace !== undefined && namespace !== expected) {
    throw new Error(`secret '${secret.name}' of ${at(owner)} is in namespace '${namespace}', its pod in '${expected ?? 'default'}':`
      + ' create one with the same keys there');
  }
}
