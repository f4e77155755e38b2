import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { configMapData } from './config-map-data';
import { ContentConfigMap } from './content-config-map';
import { metadataBeside } from './namespace';
import { objectMetadata } from './object-metadata';
import { moveToEnd, volumeFrom } from './reaches';
import { standsBefore } from './script-config-map';

/**
 * ConfigMaps that pods mount. Each is immutable and named after its content: a change rolls the pods, and the pods of the version before
 * keep what they have started with, also when their containers restart while a rollout is stuck, and when a rollout is undone.
 */

/** A ConfigMap of this library or of cdk8s-plus, whose name may change until it is written. */
export interface NamedConfigMap extends IConstruct {
  readonly name: string;
}

/**
 * Makes a ConfigMap of files beside a pod.
 *
 * @param stem what its name begins with; without it, cdk8s makes one of the construct's path
 */
export function createConfigMap(
  owner: Construct, id: string, pod: kplus.AbstractPod, files: { [name: string]: string }, stem?: string,
): NamedConfigMap {
  return new ContentConfigMap(owner, id, objectMetadata(owner, 'ConfigMap', metadataBeside(pod, stem), 'configMapName'), configMapData(files));
}

/**
 * The volume of such ConfigMaps, whose names are known at synthesis. They stand before the pod in the manifest, so that no pod waits
 * for them.
 */
export function configMapsVolume(owner: Construct, id: string, pod: kplus.AbstractPod, configMaps: NamedConfigMap[], name: string): kplus.Volume {
  [...configMaps].reverse().forEach((configMap) => writeBefore(pod, configMap));
  return volumeFrom(owner, id, name, () => {
    const sources = configMaps.map((configMap) => ({ configMap: { name: configMap.name } }));
    return sources.length === 1 ? sources[0] : { projected: { sources } };
  });
}

/** By their order in the tree where that can be: for every chart, cdk8s looks at all dependencies of the app. */
function writeBefore(pod: kplus.AbstractPod, configMap: NamedConfigMap): void {
  const object = ApiObject.of(pod);
  if (object.node.scope === pod && configMap.node.scopes.includes(pod)) {
    moveToEnd(object);
  } else if (!standsBefore(configMap, pod)) {
    object.addDependency(ApiObject.of(configMap));
  }
}
