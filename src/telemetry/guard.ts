import { Construct } from 'constructs';
import { Part } from './part';
import { mergeMounts } from '../core/pod/container-plan';
import { podOf } from '../core/pod/pod-editor';
import { addSidecar } from '../primitives/pattern-container';
import { SidecarOptions } from '../primitives/sidecar-options';
import { Guard, toGuardPlan } from '../programs/collector/guard';

/** A guard beside a Collector that reads log files; nothing where no part does. */
export function guardReader(
  collector: Construct, options: SidecarOptions, { readers, ...rest }: Pick<Guard, 'port' | 'metricsPort' | 'security'> & { readonly readers: Part[] },
): void {
  if (readers.length === 0) {
    return;
  }
  const owner = new Construct(collector, 'Guard');
  const all = (kind: 'folders' | 'include' | 'exclude') => [...new Set(readers.flatMap(({ files }) => files![kind]))];
  const files = { folders: all('folders'), include: all('include'), exclude: readers.length > 1 ? [] : all('exclude') };
  const plan = toGuardPlan({ owner, pod: podOf(collector), files, ...rest });
  addSidecar(owner, options, { ...plan, volumeMounts: mergeMounts(readers.flatMap(({ mounts = [] }) => mounts)) });
}
