import * as kplus from 'cdk8s-plus-28';
import { checkContainer, isPlainInit } from './conflicts';

const validated = new WeakSet<kplus.AbstractPod>();

/**
 * Containers, ports and mounts can be added past pod-editor.ts: the checks are repeated at synthesis. cdk8s validates
 * the whole app for each of its charts, so only what has grown is checked again.
 */
export function validateLater(pod: kplus.AbstractPod): void {
  if (validated.has(pod)) {
    return;
  }
  validated.add(pod);
  let checked = 0;
  let messages: string[] = [];
  pod.node.addValidation({
    validate: () => {
      const size = sizeOf(pod);
      if (size !== checked) {
        checked = size;
        messages = conflictsOf(pod);
      }
      return messages;
    },
  });
}

/** The part of a container that grows, without the copies that its getters make. */
interface ContainerLists {
  readonly mounts: unknown[];
  readonly _ports: unknown[];
}

/** Grows with whatever is added. It is asked for every chart, so it looks at the lists themselves. */
function sizeOf(pod: kplus.AbstractPod): number {
  const { _containers, _initContainers } = pod as unknown as { [list: string]: ContainerLists[] };
  let size = 0;
  for (const list of [_containers, _initContainers]) {
    for (const container of list) {
      size += 1 + container.mounts.length + container._ports.length;
    }
  }
  return size;
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
