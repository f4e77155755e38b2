import * as kplus from 'cdk8s-plus-28';
import { checkContainer, isPlainInit } from './conflicts';
import { checkLater } from '../objects/chart-checks';
import { ContainerLists, listsOf } from '../objects/reaches';

/** Containers, ports and mounts can be added past pod-editor.ts: a pod that has grown otherwise is checked at synthesis. */
export class LateConflicts {
  /** How many entries of the pod's lists were checked. */
  private checked = 0;
  private messages: string[] = [];

  constructor(private readonly pod: kplus.AbstractPod) {
    checkLater(pod, () => this.find());
  }

  /** Makes a change that was checked. */
  public whileChecked<T>(change: () => T): T {
    const known = this.size() === this.checked;
    const result = change();
    if (known) {
      this.checked = this.size();
    }
    return result;
  }

  private find(): string[] {
    const size = this.size();
    if (size !== this.checked) {
      this.checked = size;
      this.messages = conflictsOf(this.pod);
    }
    return this.messages;
  }

  /** Of all that can grow; nothing of it can be taken away. */
  private size(): number {
    const { containers, initContainers } = listsOf(this.pod);
    return sizeOf(initContainers) + sizeOf(containers);
  }
}

function sizeOf(containers: ContainerLists[]): number {
  return containers.reduce((size, { mounts, _ports }) => size + 1 + mounts.length + _ports.length, 0);
}

function conflictsOf(pod: kplus.AbstractPod): string[] {
  const containers = [...pod.initContainers, ...pod.containers];
  return containers.flatMap((container, index) => messageOf(
    () => checkContainer(pod, container, containers.slice(0, index), isPlainInit(pod, container)),
  ));
}

function messageOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
