import { Construct } from 'constructs';
import { Part } from './part';
import { SidecarMode } from '../pod/sidecar-mode';
import { Guard, toGuardPlan } from '../private/collector/guard';
import { mergeMounts } from '../private/container-plan';
import { addReader } from '../private/log-container';
import { podOf } from '../private/pod-editor';

/** A guard beside a Collector that reads log files; nothing where no part does. */
export function guardReader(
  collector: Construct, name: string, { readers, ...rest }: Pick<Guard, 'port' | 'metricsPort' | 'security'> & { readonly readers: Part[] }, mode?: SidecarMode,
): void {
  if (readers.length === 0) {
    return;
  }
  const owner = new Construct(collector, 'Guard');
  const all = (kind: 'folders' | 'include' | 'exclude') => [...new Set(readers.flatMap(({ files }) => files![kind]))];
  const files = { folders: all('folders'), include: all('include'), exclude: readers.length > 1 ? [] : all('exclude') };
  const plan = toGuardPlan({ owner, pod: podOf(collector), files, ...rest });
  addReader(owner, `${name}-guard`, plan, mergeMounts(readers.flatMap(({ mounts = [] }) => mounts)), mode);
}
