import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { metadataBeside } from './namespace';
import { objectMetadata } from './object-metadata';

/** For a ConfigMap that a construct makes beside its pod. */
export function configMapMetadata(owner: Construct, pod: kplus.AbstractPod, name?: string): ApiObjectMetadata {
  return objectMetadata(owner, 'ConfigMap', metadataBeside(pod, name), 'configMapName');
}
