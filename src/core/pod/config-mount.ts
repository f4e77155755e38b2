import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConfigFiles, ContainerPlan } from './container-plan';
import { configMapsVolume, createConfigMap, NamedConfigMap } from '../objects/config-map';
import { scriptConfigMap } from '../objects/script-config-map';

/** The folder with the scripts and the configuration of a container. */
export function configMount(owner: Construct, pod: kplus.AbstractPod, { name, configFiles }: ContainerPlan): kplus.VolumeMount[] {
  if (!configFiles) {
    return [];
  }
  const configMaps = [...scriptsOf(pod, configFiles), ...configurationOf(owner, pod, configFiles)];
  return [{ path: configFiles.path, volume: configMapsVolume(owner, 'ConfigVolume', pod, configMaps, `${name}-config`), readOnly: true }];
}

function scriptsOf(pod: kplus.AbstractPod, { scripts = [] }: ConfigFiles): NamedConfigMap[] {
  return scripts.length > 0 ? [scriptConfigMap(pod, scripts)] : [];
}

function configurationOf(owner: Construct, pod: kplus.AbstractPod, { data = {}, configMapName }: ConfigFiles): NamedConfigMap[] {
  return Object.keys(data).length > 0 ? [createConfigMap(owner, 'Config', pod, data, configMapName)] : [];
}
