import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { LogReaderProps } from './log-reader-props';
import { ShipperContext } from './shipper-context';
import type { ShipperPlan } from './shipper-plan';
import { ContainerPlan } from '../core/pod/container-plan';
import { decideResources, Program } from '../core/pod/decided-resources';
import { addContainer, podOf } from '../core/pod/pod-editor';
import { sameUser } from '../core/pod/same-user';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { kebabCase } from '../core/values/errors';
import { LogFiles } from '../core/values/log-files';
import { appContainer, shareFolders } from '../primitives/shared-folder';

/** Adds a container that sees the log files of another one at the same paths. */
export function attachToLogs(
  owner: Construct,
  props: LogReaderProps & { readonly readOnly: boolean },
  program: Program<ShipperContext, ShipperPlan>,
): { container: kplus.Container; volume: kplus.Volume } {
  const pod = podOf(owner);
  const files = new LogFiles(owner, props.logFiles, props.exclude);
  const writer = appContainer(owner, props.container, 'write the log files of');
  const mounts = shareFolders(owner, writer, files.folders, 'Logs', props.volume).map((mount) => ({ ...mount, readOnly: props.readOnly || undefined }));
  const mode = SidecarMode._for(owner, props.sidecarMode);
  const name = props.containerName ?? kebabCase(owner.node.id);
  const userOr = (own: number) => props.security ?? sameUser(owner, writer, own);
  const resources = decideResources(owner, program.role, props.resources, program.resources);
  const { reader, guard, ...plan } = program.plan({
    owner,
    name,
    resources,
    pod,
    files,
    mountPaths: mounts.map(({ path }) => path),
    userOr,
    stopsWithApp: mode === SidecarMode.CLASSIC,
  });
  const container = addContainer(owner, 'sidecar', {
    ...plan,
    name,
    volumeMounts: [...reader ? [] : mounts, ...plan.volumeMounts ?? []],
    configFiles: plan.configFiles && { ...plan.configFiles, configMapName: props.configMapName },
    role: program.role,
    resources,
    readiness: props.readiness ?? plan.readiness,
    liveness: props.liveness ?? plan.liveness,
    security: reader ? plan.security : props.security ?? plan.security,
  }, mode);
  if (reader) {
    addReader(new Construct(owner, 'Reader'), `${name}-reader`, reader(), mounts, mode);
  }
  if (guard) {
    addReader(new Construct(owner, 'Guard'), `${name}-guard`, guard(), mounts, mode);
  }
  return { container, volume: mounts[0].volume };
}

/** Adds a container that sees the same files for another one. */
export function addReader(owner: Construct, name: string, plan: Omit<ContainerPlan, 'name'>, mounts: kplus.VolumeMount[], mode?: SidecarMode): void {
  addContainer(owner, 'sidecar', { ...plan, name, volumeMounts: [...mounts, ...plan.volumeMounts ?? []] }, mode);
}
