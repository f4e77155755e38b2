import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { checkContainer, isPlainInit } from './conflicts';
import { checkLater } from '../objects/chart-checks';
import { listsOf } from '../objects/reaches';
import { Carried } from '../values/carried';

/** Containers, ports and mounts can be added past pod-editor.ts: the checks are repeated at synthesis. */
export function checkAgainLater(pod: kplus.AbstractPod): void {
  podsByChart.of(Chart.of(pod), (chart) => {
    const pods = new LateConflicts();
    checkLater(chart, () => pods.find());
    return pods;
  }).add(pod);
}

/** The pods of a chart: adds up the lengths of what can grow in them, and checks again when something has grown. */
class LateConflicts {
  private readonly pods: kplus.AbstractPod[] = [];
  private growing: unknown[][] = [];
  private size = 0;
  private messages: string[] = [];

  public add(pod: kplus.AbstractPod): void {
    this.pods.push(pod);
    this.size = -1;
  }

  public find(): string[] {
    if (sizeOf(this.growing) !== this.size) {
      this.growing = this.pods.flatMap(growingOf);
      this.size = sizeOf(this.growing);
      this.messages = this.pods.flatMap(conflictsOf);
    }
    return this.messages;
  }
}

const podsByChart = new Carried<LateConflicts>('pods');

function sizeOf(lists: unknown[][]): number {
  let size = 0;
  for (const list of lists) {
    size += list.length;
  }
  return size;
}

function growingOf(pod: kplus.AbstractPod): unknown[][] {
  const { containers, initContainers } = listsOf(pod);
  return [containers, initContainers, ...[...initContainers, ...containers].flatMap(({ mounts, _ports }) => [mounts, _ports])];
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
