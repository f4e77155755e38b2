import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IValidation } from 'constructs';
import { checkContainer, isPlainInit } from './conflicts';

const validations = new WeakMap<Chart, LateValidation>();

/** Containers, ports and mounts can be added past pod-editor.ts: the checks are repeated at synthesis. */
export function validateLater(pod: kplus.AbstractPod): void {
  const chart = Chart.of(pod);
  let validation = validations.get(chart);
  if (!validation) {
    validation = new LateValidation();
    validations.set(chart, validation);
    chart.node.addValidation(validation);
  }
  validation.add(pod);
}

/** The parts of a pod and of a container that grow, without the copies that their getters make. */
interface PodLists {
  readonly _containers: ContainerLists[];
  readonly _initContainers: ContainerLists[];
}

interface ContainerLists {
  readonly mounts: unknown[];
  readonly _ports: unknown[];
}

/**
 * The checks of all pods of a chart. cdk8s validates the whole app for each of its charts, so that this is asked as often as
 * there are charts: it adds up lengths, and checks again when something has grown.
 */
class LateValidation implements IValidation {
  private readonly pods = new Set<kplus.AbstractPod>();
  private lists: unknown[][] = [];
  private size = 0;
  private messages: string[] = [];

  public add(pod: kplus.AbstractPod): void {
    this.pods.add(pod);
    this.size = -1;
  }

  public validate(): string[] {
    if (sizeOf(this.lists) !== this.size) {
      const pods = [...this.pods];
      this.lists = pods.flatMap(listsOf);
      this.size = sizeOf(this.lists);
      this.messages = pods.flatMap(conflictsOf);
    }
    return this.messages;
  }
}

function sizeOf(lists: unknown[][]): number {
  let size = 0;
  for (const list of lists) {
    size += list.length;
  }
  return size;
}

function listsOf(pod: kplus.AbstractPod): unknown[][] {
  const { _containers, _initContainers } = pod as unknown as PodLists;
  const containers = [..._initContainers, ..._containers];
  return [_containers, _initContainers, ...containers.flatMap(({ mounts, _ports }) => [mounts, _ports])];
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
