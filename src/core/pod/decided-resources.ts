import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { podAround } from './conflicts';
import { overrideOf, overrideResources } from './overrides';
import { PodRecord } from './pod-record';
import { ResourceProfile, ResourceRole } from '../settings/resource-profile';

/** A program whose container is planned for the resources that it gets. */
export interface Program<Context, Plan> {
  readonly role: ResourceRole;
  readonly plan: (context: Context) => Plan;
}

/**
 * Requests and limits of a container: those that its pod or its pattern names, or those of its role. They are decided before its configuration is
 * planned, and passed to the function that plans it, so that limits of memory, threads and clients cannot disagree with the container's.
 */
export function decideResources(owner: IConstruct, name: string, role: ResourceRole, named?: kplus.ContainerResources): kplus.ContainerResources {
  const pod = podAround(owner);
  const decided = named ?? ResourceProfile._for(owner, role, pod && PodRecord.of(pod).app?.resources);
  return overrideResources(decided, overrideOf(owner, name));
}
