import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { LogReaderProps } from './log-reader-props';
import { ShipperContext } from './shipper-context';
import type { ShipperPlan } from './shipper-plan';
import { decideResources, Program } from '../core/pod/decided-resources';
import { sidecarModeOf } from '../core/pod/overrides';
import { addContainer, podOf } from '../core/pod/pod-editor';
import { sameUser } from '../core/pod/same-user';
import { ProgramName } from '../core/settings/known-programs';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { extend } from '../core/values/extend';
import { LogFiles } from '../core/values/log-files';
import { MadeOnce } from '../core/values/made-once';
import type { MetricsPage } from '../primitives/metrics-page';
import { addSidecar, containerName, forHelper, merge, PatternPlan } from '../primitives/pattern-container';
import { appContainer, shareFolders } from '../primitives/shared-folder';
import { SharedVolume } from '../primitives/shared-volume';
import { VolumeSource } from '../primitives/volume-source';

/** Many workloads write the same ones; the construct is named in errors only. */
const logFiles = new MadeOnce<LogFiles>();

/** Adds a container that sees the log files of another one at the same paths. */
export function attachToLogs(
  owner: Construct,
  props: LogReaderProps,
  program: Program<ShipperContext, ShipperPlan>,
  readOnly: boolean,
): { container: kplus.Container; volume: SharedVolume; metrics: MetricsPage } {
  const pod = podOf(owner);
  const files = logFiles.of([props.logFiles, props.exclude], () => new LogFiles(owner, props.logFiles, props.exclude));
  const writer = appContainer(owner, props.container, 'write the log files of');
  const mounts = shareFolders(owner, writer, files.folders, 'Logs', props.volume).map((mount) => extend(mount, { readOnly: readOnly || undefined }));
  const mode = sidecarModeOf(owner, props.sidecarMode);
  const userOr = (name?: ProgramName) => props.security ?? sameUser(owner, writer, name);
  const resources = decideResources(owner, containerName(owner, props), program.role, props.resources);
  const plan = program.plan({
    owner,
    name: containerName(owner, props),
    resources,
    pod,
    files,
    mountPaths: mounts.map(({ path }) => path),
    userOr,
    stopsWithApp: mode === SidecarMode.CLASSIC,
  });
  const { reader, guard, metrics } = plan;
  const container = addContainer(owner, 'sidecar', Object.assign(merge(owner, props, plan, program.role), {
    resources,
    // Whoever delivers beside a reader has another user than the one that is named for who reads.
    security: reader ? plan.security : props.security ?? plan.security,
    volumeMounts: [...reader ? [] : mounts, ...plan.volumeMounts ?? []],
  }), props.sidecarMode);
  addBeside(owner, 'Reader', props, mounts, reader);
  addBeside(owner, 'Guard', props, mounts, guard);
  const volume = props.volume ?? new SharedVolume(owner, 'Logs', { source: VolumeSource.existing(mounts[0].volume) });
  return { container, volume, metrics };
}

/** A container that looks at the files too. */
function addBeside(owner: Construct, id: string, props: LogReaderProps, mounts: kplus.VolumeMount[], toPlan?: () => PatternPlan): void {
  if (toPlan) {
    const { volumeMounts = [], ...plan } = toPlan();
    addSidecar(new Construct(owner, id), forHelper(owner, props, id.toLowerCase()), { ...plan, volumeMounts: [...mounts, ...volumeMounts] });
  }
}
