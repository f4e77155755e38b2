import { Additions } from './additions';
import { Cel, write } from './cel';
import { APP_GROUP, APP_NAME, APP_USER } from './stand-in';

/**
 * What a policy knows of the pod that is admitted, by the names that its expressions use.
 */
export const variablesFor = (patternIds: string[]): { readonly [name: string]: string } => ({
  annotations: 'object.metadata.?annotations.orValue({})',
  injected: 'variables.annotations[?"cdk8s-pod-patterns/injected"].orValue("").split(",").map(id, id.trim()).filter(id, id != "")',
  missing: `[${patternIds.map(write).join(', ')}].filter(id, !(id in variables.injected))`,
  mode: 'variables.annotations[?"cdk8s-pod-patterns/sidecar-mode"].orValue("usual")',
  /** The index of the app's container. */
  app: '[0, object.spec.containers.map(c, c.name).indexOf(variables.annotations[?"kubectl.kubernetes.io/default-container"].orValue(""))].max()',
  container: 'object.spec.containers[variables.app]',
  /** 0 where there is none. */
  user: 'variables.container.?securityContext.?runAsUser.orValue(object.spec.?securityContext.?runAsUser.orValue(0))',
  group: 'variables.container.?securityContext.?runAsGroup.orValue(object.spec.?securityContext.?runAsGroup.orValue(variables.user))',
  containers: 'object.spec.?initContainers.orValue([]) + object.spec.containers',
  /** Those that run beside the app, and the app. */
  running: 'object.spec.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue("") == "Always") + object.spec.containers',
  /** The Job that the pod is of. */
  jobs: 'object.metadata.?ownerReferences.orValue([]).filter(o, o.kind == "Job" && o.apiVersion.startsWith("batch/"))',
  mounts: 'variables.container.?volumeMounts.orValue([])',
});

/** An expression for the mode that a pod asks for, and as usual. */
export function byMode({ usual, ...others }: { readonly [mode: string]: Additions[] }, toExpression: (patterns: Additions[]) => string): string {
  const text = toExpression(usual);
  const different = Object.entries(others).map(([mode, added]) => [mode, toExpression(added)]).filter(([, other]) => other !== text);
  return different.reduce((rest, [mode, other]) => `variables.mode == ${write(mode)} ? (${other})\n: (${rest})`, text);
}

/** Data of a stand-in, where what stands for the admitted pod is an expression. */
export function resolve(data: unknown, withoutUser: unknown): unknown {
  if (data === APP_USER || data === APP_GROUP) {
    return new Cel(`variables.user != 0 ? variables.${data === APP_USER ? 'user' : 'group'} : ${write(withoutUser)}`);
  }
  if (typeof data === 'string' && data.includes(APP_NAME)) {
    return new Cel(data.split(new RegExp(`(${APP_NAME})`)).filter(Boolean).map((part) => part === APP_NAME ? 'variables.container.name' : write(part)).join(' + '));
  }
  if (Array.isArray(data)) {
    return data.map((item, index) => resolve(item, (withoutUser as any)?.[index]));
  }
  return typeof data === 'object' && data !== null
    ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, resolve(value, (withoutUser as any)?.[key])]))
    : data;
}
