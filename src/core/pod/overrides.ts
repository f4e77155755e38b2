import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { podAround } from './conflicts';
import { ContainerOverride, PodOverrides } from './pod-overrides';
import { PodRecord } from './pod-record';
import { SidecarMode } from '../settings/sidecar-mode';
import { parseQuantity } from '../spec/quantity';

/** Puts containers into a pod that has something to say of them. */
export function whileOverridden(pod: kplus.AbstractPod, overrides: PodOverrides, change: () => void): void {
  const record = PodRecord.of(pod);
  record.overrides = overrides;
  try {
    change();
  } finally {
    record.overrides = undefined;
  }
}

/** The mode of a sidecar: what its pod says, what its pattern is given, or that of the nearest scope. */
export function sidecarModeOf(owner: IConstruct, given?: SidecarMode): SidecarMode {
  return SidecarMode._for(owner, overriddenMode(owner, given));
}

export function overriddenMode(owner: IConstruct, given?: SidecarMode): SidecarMode | undefined {
  return overridesOf(owner)?.mode ?? given;
}

export function overrideOf(owner: IConstruct, container: string): ContainerOverride {
  return overridesOf(owner)?.containers.get(container) ?? NONE;
}

const NONE: ContainerOverride = {};

function overridesOf(owner: IConstruct): PodOverrides | undefined {
  const pod = podAround(owner);
  return pod && PodRecord.of(pod).overrides;
}

export function overrideResources(decided: kplus.ContainerResources, { cpu, memory }: ContainerOverride): kplus.ContainerResources {
  return !cpu && !memory ? decided : {
    ...decided,
    ...cpu && { cpu: { request: cpu, limit: decided.cpu?.limit && larger(cpu, decided.cpu.limit, ({ amount }) => parseQuantity(amount)!) } },
    ...memory && { memory: { request: memory, limit: decided.memory?.limit && larger(memory, decided.memory.limit, bytesOf) } },
  };
}

function larger<T>(one: T, other: T, amountOf: (value: T) => bigint | number): T {
  return amountOf(one) > amountOf(other) ? one : other;
}

function bytesOf(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
}
