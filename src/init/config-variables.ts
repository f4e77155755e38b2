import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { ConfigFileSpec } from './config-file';
import { sourceOf } from '../core/objects/reaches';
import type { FileVariable } from '../core/pod/file-variables';
import { allContainers, podOf, provideFileVariables } from '../core/pod/pod-editor';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { at } from '../core/values/errors';

/**
 * Gives a container the variables of files.
 *
 * @param writer the last container that writes them
 */
export function provideFiles(
  owner: Construct, container: kplus.Container, writer: kplus.Container, volume: kplus.Volume, files: ConfigFileSpec[],
): void {
  const pod = podOf(owner);
  const variables = files.flatMap(({ path, variables: names = {} }) => Object.entries(names).map(([key, optional]): FileVariable => (
    { container, volumeName: volume.name, path, key, optional: optional || undefined })));
  const version = KubernetesVersion._for(owner);
  if (!version._hasEnvFiles()) {
    throw new Error(`environment variables from files of ${at(owner)} are asked for, but Kubernetes ${version.version} has none: mount the files with mountTo()`
      + ' and have the app or a shell read them, or set KubernetesVersion to 1.35 or later');
  }
  if (variables.length === 0) {
    throw new Error(`files of ${at(owner)} have no environment variables: add one made by ConfigFile.environment()`);
  }
  if (!('emptyDir' in sourceOf(volume))) {
    throw new Error(`volume '${volume.name}' of ${at(owner)} is not an emptyDir, from which alone Kubernetes reads environment variables: leave out 'volume'`);
  }
  const order = allContainers(pod);
  if (!order.includes(container)) {
    throw new Error(`container '${container.name}' is in another workload than ${at(owner)}: use one of ${at(pod)}`);
  }
  if (order.indexOf(container) <= order.indexOf(writer)) {
    throw new Error(`container '${container.name}' starts before ${at(owner)} has written its environment variables: create it afterwards`);
  }
  provideFileVariables(pod, container, variables);
}
