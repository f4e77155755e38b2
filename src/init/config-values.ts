import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** How the values of placeholders come into the container that fills them in. */
export interface Values {
  /** VALUE_NAME holds a value, FILE_NAME the path of its file. */
  readonly env: { [name: string]: kplus.EnvValue };
  readonly mounts: kplus.VolumeMount[];
  /** Files beside the scripts. */
  readonly data: { [name: string]: string };
}

/** Linux takes 128 KiB for one variable, and a few MiB for all. */
const LONGEST_VARIABLE = 32 * 1024;

/** Values that can be large come as files. */
export function toValues(owner: Construct, containerName: string, values: { [name: string]: kplus.EnvValue }): Values {
  const env: { [name: string]: kplus.EnvValue } = {};
  const data: { [name: string]: string } = {};
  const mounts = new Map<string, kplus.VolumeMount>();
  Object.entries(values).forEach(([name, value], index) => {
    const reference = value.valueFrom?.secretKeyRef ?? value.valueFrom?.configMapKeyRef;
    if (reference?.name) {
      const path = `/values/${index + 1}`;
      mounts.set(name, { path, readOnly: true, volume: toVolume(owner, `${containerName}-value-${index + 1}`, name, value) });
      env[`FILE_${name}`] = kplus.EnvValue.fromValue(`${path}/value`);
    } else if (Buffer.byteLength(value.value ?? '') > LONGEST_VARIABLE) {
      data[`value-${name}`] = value.value!;
      env[`FILE_${name}`] = kplus.EnvValue.fromValue(`/scripts/value-${name}`);
    } else {
      env[`VALUE_${name}`] = value;
    }
  });
  return { env, data, mounts: [...mounts.values()] };
}

function toVolume(owner: Construct, name: string, id: string, { valueFrom }: kplus.EnvValue): kplus.Volume {
  const scope = new Construct(owner, `Value-${id}`);
  const { secretKeyRef, configMapKeyRef } = valueFrom!;
  const options = (key: string, optional?: boolean) => ({ name, optional, items: { [key]: { path: 'value' } } });
  return secretKeyRef
    ? kplus.Volume.fromSecret(scope, 'Volume', kplus.Secret.fromSecretName(scope, 'Secret', secretKeyRef.name!), options(secretKeyRef.key, secretKeyRef.optional))
    : kplus.Volume.fromConfigMap(scope, 'Volume', kplus.ConfigMap.fromConfigMapName(scope, 'ConfigMap', configMapKeyRef!.name!),
      options(configMapKeyRef!.key, configMapKeyRef!.optional));
}
