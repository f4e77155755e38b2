import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { InitStepOptions } from './init-step-options';
import { SidecarOptions } from './sidecar-options';
import { ContainerPlan } from '../core/pod/container-plan';
import { addContainer } from '../core/pod/pod-editor';
import { at, kebabCase } from '../core/values/errors';

/** What a pattern knows of its container: all but its name, which is the user's or the construct's. Without a role it is a script. */
export type PatternPlan = Omit<ContainerPlan, 'name' | 'role'> & Partial<Pick<ContainerPlan, 'role'>>;

/** The name of a pattern's container. */
export function containerName(owner: Construct, options: InitStepOptions): string {
  return options.containerName ?? kebabCase(owner.node.id);
}

/** Adds a sidecar as a pattern has planned it and as the user wants it. */
export function addSidecar(owner: Construct, options: SidecarOptions, plan: PatternPlan): kplus.Container {
  return addContainer(owner, 'sidecar', merge(owner, options, plan), options.sidecarMode);
}

/** Adds an init step as a pattern has planned it and as the user wants it. */
export function addInitStep(owner: Construct, options: InitStepOptions, plan: PatternPlan): kplus.Container {
  return addContainer(owner, 'init', merge(owner, options, plan));
}

/** The only place where a plan and the options of a user meet: a new option of every container is a line here and one in its struct. */
export function merge(owner: Construct, options: SidecarOptions, plan: PatternPlan, role = plan.role ?? 'script'): ContainerPlan {
  const { configMapName } = options;
  if (configMapName !== undefined && Object.keys(plan.configFiles?.data ?? {}).length === 0) {
    throw new Error(`configMapName '${configMapName}' of ${at(owner)} has no effect, because its program has no configuration,`
      + ' and scripts are in a ConfigMap that workloads share: leave it out');
  }
  const merged: AllOf<ContainerPlan> = {
    name: containerName(owner, options),
    role,
    image: plan.image,
    imagePullPolicy: options.imagePullPolicy ?? plan.imagePullPolicy,
    command: plan.command,
    args: plan.args,
    workingDir: plan.workingDir,
    env: plan.env,
    envFrom: plan.envFrom,
    ports: plan.ports,
    volumeMounts: plan.volumeMounts,
    writablePaths: plan.writablePaths,
    configFiles: plan.configFiles && { path: plan.configFiles.path, data: plan.configFiles.data, scripts: plan.configFiles.scripts, configMapName },
    readiness: options.readiness ?? plan.readiness,
    liveness: options.liveness ?? plan.liveness,
    startup: options.startup ?? plan.startup,
    lifecycle: plan.lifecycle,
    resources: options.resources ?? plan.resources,
    security: options.security ?? plan.security,
    stopDelay: plan.stopDelay,
    longestRun: plan.longestRun,
    beforeApp: plan.beforeApp,
  };
  return merged;
}

/** All properties by name: a spread of that many costs more than all that is done with them, and the compiler says which one was forgotten. */
type AllOf<T> = { [Key in keyof Required<T>]: T[Key] };

/** The options for one of several containers of a pattern, each of which takes all of them; the only one has no part in its name. */
export function forPart<T extends InitStepOptions>(owner: Construct, options: T, part?: string): T & { readonly containerName: string } {
  const suffix = part === undefined ? '' : `-${part}`;
  return Object.assign({}, options, { containerName: containerName(owner, options) + suffix });
}

/** The options for a small container beside that of a pattern, which does another work than the one that they are for. */
export function forHelper(owner: Construct, options: SidecarOptions, part: string): SidecarOptions & { readonly containerName: string } {
  const { imagePullPolicy, sidecarMode } = options;
  return { imagePullPolicy, sidecarMode, containerName: `${containerName(owner, options)}-${part}` };
}

/** Fails for an option that changes nothing. */
export function checkUse(owner: Construct, option: string, value: unknown, use: unknown): void {
  if (value !== undefined && !use) {
    throw new Error(`${option} '${value}' of ${at(owner)} has no effect, because its program does not use it: leave it out`);
  }
}
