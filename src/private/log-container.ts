import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { at, kebabCase, normalizePath } from './errors';
import { LogFiles } from './log-files';
import { addContainer, allContainers, podOf, shareFiles } from './pod-editor';
import { ShipperContext } from './shipper-context';
import type { ShipperPlan } from '../logging/log-shipper';
import type { LogReaderProps } from '../logging/log-sidecar';
import { SharedVolume } from '../pod/shared-volume';
import { SidecarMode } from '../pod/sidecar-mode';

/** Adds a container that sees the log files of another one at the same paths. */
export function attachToLogs(
  owner: Construct,
  props: LogReaderProps & { readonly readOnly: boolean },
  toPlan: (context: ShipperContext) => ShipperPlan,
): { container: kplus.Container; volume: kplus.Volume } {
  const pod = podOf(owner);
  const files = new LogFiles(owner, props.logFiles, props.exclude);
  shareFiles(pod);
  const mount = { ...shareLogs(owner, files, props), readOnly: props.readOnly || undefined };
  const stopsWithApp = SidecarMode._for(owner, props.sidecarMode) === SidecarMode.CLASSIC;
  const name = props.containerName ?? kebabCase(owner.node.id);
  const plan = toPlan({ owner, name, resources: props.resources, pod, files, stopsWithApp });
  const container = addContainer(owner, 'sidecar', {
    ...plan,
    name,
    volumeMounts: [mount, ...plan.volumeMounts ?? []],
    configFiles: plan.configFiles && { ...plan.configFiles, configMapName: props.configMapName },
    resources: props.resources ?? plan.resources,
    readiness: props.readiness ?? plan.readiness,
    liveness: props.liveness ?? plan.liveness,
  }, props.sidecarMode);
  return { container, volume: mount.volume };
}

/** The mount through which the writing container has the files; one is made where there is none. */
export function shareLogs(owner: Construct, files: LogFiles, props: Pick<LogReaderProps, 'container' | 'volume'>): kplus.VolumeMount {
  const container = props.container ?? podOf(owner).containers[0];
  if (!container) {
    throw new Error(`${at(podOf(owner))} has no container that could write the log files of ${at(owner)}: add the app's container first`);
  }
  return shareFolder(owner, container, files.folder, props.volume);
}

function shareFolder(owner: Construct, container: kplus.Container, folder: string, volume?: SharedVolume): kplus.VolumeMount {
  const existing = container.mounts.find((mount) => (!volume || mount.volume === volume.volume) && holds(mount.path, folder, owner));
  if (existing) {
    return existing;
  }
  (volume ?? new SharedVolume(owner, 'Logs', { volumeName: freeVolumeName(owner) })).mountTo(container, folder);
  return container.mounts[container.mounts.length - 1];
}

/** 'logs', unless the logs of another folder have that name. */
function freeVolumeName(owner: Construct): string {
  const pod = podOf(owner);
  const volumes = [...pod.volumes, ...allContainers(pod).flatMap(({ mounts }) => mounts.map(({ volume }) => volume))];
  return volumes.some(({ name }) => name === 'logs') ? `${kebabCase(owner.node.id)}-logs` : 'logs';
}

function holds(mountPath: string, folder: string, where: Construct): boolean {
  const path = normalizePath('mount path', mountPath, where);
  return folder === path || folder.startsWith(path === '/' ? '/' : `${path}/`);
}
