import { ApiObjectMetadata, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at } from './errors';
import { metadataBeside } from './namespace';

/** A DNS subdomain. */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const named = new WeakMap<Chart, Map<string, Construct>>();

/** For a ConfigMap that a construct makes beside its pod. Of two with one name, the cluster would have the last. */
export function configMapMetadata(owner: Construct, pod: kplus.AbstractPod, name?: string): ApiObjectMetadata {
  const metadata = metadataBeside(pod, name);
  if (name === undefined) {
    return metadata;
  }
  if (!NAME.test(name)) {
    throw new Error(`configMapName '${name}' of ${at(owner)} is no name of a ConfigMap: use lowercase letters, digits, '-' and '.', 253 at most`);
  }
  const chart = Chart.of(owner);
  const names = named.get(chart) ?? new Map<string, Construct>();
  const key = `${metadata.namespace ?? ''}/${name}`;
  const holder = names.get(key);
  if (holder) {
    throw new Error(`configMapName '${name}' of ${at(owner)} is taken by ${at(holder)}: use another one`);
  }
  named.set(chart, names.set(key, owner));
  return metadata;
}
