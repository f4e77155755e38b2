import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppWorkloadProps } from './app-workload-props';
import { addContainer } from '../core/pod/pod-editor';
import { ResourceProfile } from '../core/settings/resource-profile';
import { checkPortNumber } from '../core/values/errors';
import { checkStopDelay } from '../primitives/app-container';
import { merge } from '../primitives/pattern-container';
import { VolumeSource } from '../primitives/volume-source';
import { WorkloadKind } from '../primitives/workload-kind';

/** The workload of an assembled app, with the app's container. */
export interface AppWorkload {
  readonly workload: kplus.AbstractPod;
  readonly container: kplus.Container;
  readonly scheduling: kplus.PodScheduling;
}

/**
 * Creates the workload of an assembled app.
 *
 * @param diskOfLogs what the log files may take, if the app writes some: it counts as storage of the pod, so the app's limit leaves room for it
 */
export function createAppWorkload(owner: Construct, props: AppWorkloadProps, diskOfLogs?: Size): AppWorkload {
  const { port, workload: kind = WorkloadKind.deployment(), ports = [] } = props;
  const isNamed = ports.some(({ number }) => number === port);
  const allPorts = [...port === undefined || isNamed ? [] : [{ number: checkPortNumber(port, 'of the app', owner) }], ...ports];
  const workload = kind._create(owner, 'Default', allPorts);
  checkStopDelay(workload, props);
  const container = addContainer(workload, 'app', {
    ...merge(workload, props, props, 'app'),
    name: props.containerName ?? 'app',
    ports: allPorts,
    readiness: props.readiness ?? (port === undefined ? undefined : kplus.Probe.fromTcpSocket({ port })),
    resources: props.resources ?? (diskOfLogs && { ...ResourceProfile._for(owner, 'app'), ephemeralStorage: storageFor(diskOfLogs) }),
  });
  return { workload, container, scheduling: (workload as kplus.Deployment).scheduling };
}

/** What a log volume may take of the node's disk; the default is that of LogSidecar. */
export function logLimit(source: { _diskLimit(): Size | undefined } = VolumeSource.emptyDir()): Size {
  return source._diskLimit() ?? Size.mebibytes(0);
}

function storageFor(logs: Size): kplus.EphemeralStorageResources {
  const others = Size.mebibytes(100);
  const sum = Math.ceil(logs.toKibibytes({ rounding: SizeRoundingBehavior.NONE })) + others.toKibibytes();
  return { request: others, limit: Size.kibibytes(sum) };
}
