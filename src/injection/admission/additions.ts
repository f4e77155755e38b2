/**
 * What a pattern has added to a pod, as data: the difference of two manifests.
 */
export interface Additions {
  readonly patternId: string;
  readonly annotations: { readonly [name: string]: string };
  readonly labels: { readonly [name: string]: string };
  readonly initContainers: any[];
  readonly containers: any[];
  readonly volumes: any[];
  /** Of the app's container. */
  readonly app: {
    readonly volumeMounts: any[];
    /** Paths of these mounts where the pattern cannot do with what an app has mounted already. */
    readonly ownPaths: string[];
    readonly env: any[];
    readonly envFrom: any[];
    readonly ports: any[];
    readonly lifecycle?: any;
  };
  readonly fsGroup?: number;
  readonly sysctls: any[];
  readonly terminationGracePeriodSeconds?: number;
  readonly shareProcessNamespace?: boolean;
}

/**
 * @param last the pod with all patterns: later ones lengthen delays in containers of earlier ones
 * @param isShared whether the pattern can do with what an app has mounted at a path already
 * @throws if the pattern has changed what a policy cannot change
 */
export function additionsBetween(
  patternId: string, before: any, after: any, last: any, appName: string, isShared: (path: string) => boolean,
): Additions {
  const asInLast = (list: 'initContainers' | 'containers') => newItems(before.spec[list], after.spec[list])
    .map((container) => last.spec[list].find(({ name }: any) => name === container.name));
  const added = {
    patternId,
    annotations: newEntries(before.metadata.annotations, after.metadata.annotations),
    labels: newEntries(before.metadata.labels, after.metadata.labels),
    initContainers: asInLast('initContainers'),
    containers: asInLast('containers'),
    volumes: newItems(before.spec.volumes, after.spec.volumes),
    app: addedToApp(appIn(before.spec, appName), appIn(after.spec, appName), appIn(last.spec, appName), isShared),
    sysctls: newItems(before.spec.securityContext?.sysctls, after.spec.securityContext?.sysctls),
    fsGroup: changed(before.spec.securityContext?.fsGroup, after.spec.securityContext?.fsGroup),
    terminationGracePeriodSeconds: changed(before.spec.terminationGracePeriodSeconds, after.spec.terminationGracePeriodSeconds)
      && last.spec.terminationGracePeriodSeconds,
    shareProcessNamespace: changed(before.spec.shareProcessNamespace, after.spec.shareProcessNamespace),
  };
  const other = changedBeside(IN_PODS, before.spec, after.spec) ?? changedBeside(IN_APPS, appIn(before.spec, appName), appIn(after.spec, appName));
  if (other) {
    throw new Error(`pattern '${patternId}' changes '${other}' of pods, which an admission policy does not: inject it at synthesis, by SidecarInjection`);
  }
  return added;
}

const IN_PODS = ['initContainers', 'containers', 'volumes', 'securityContext', 'terminationGracePeriodSeconds', 'shareProcessNamespace'];
const IN_APPS = ['volumeMounts', 'env', 'envFrom', 'ports', 'lifecycle'];

function changedBeside(known: string[], before: any, after: any): string | undefined {
  return Object.keys(after).find((field) => !known.includes(field) && changed(before[field], after[field]) !== undefined);
}

function addedToApp(before: any, after: any, last: any, isShared: (path: string) => boolean): Additions['app'] {
  const list = (name: string, key: string) => newItems(before[name], after[name], key);
  const volumeMounts = list('volumeMounts', 'mountPath');
  return {
    volumeMounts,
    ownPaths: volumeMounts.map(({ mountPath }) => mountPath).filter((path) => !isShared(path)),
    env: list('env', 'name'),
    envFrom: list('envFrom', ''),
    ports: list('ports', 'containerPort'),
    lifecycle: changed(before.lifecycle, after.lifecycle) && last.lifecycle,
  };
}

function appIn({ containers }: any, appName: string): any {
  return containers.find(({ name }: any) => name === appName);
}

function newEntries(before: any = {}, after: any = {}): { [name: string]: string } {
  return Object.fromEntries(Object.entries<string>(after).filter(([name, value]) => before[name] !== value));
}

/** By their names; without one, by what they are. */
function newItems(before: any[] = [], after: any[] = [], key = 'name'): any[] {
  const keyOf = (item: any) => item[key] ?? JSON.stringify(item);
  const known = before.map(keyOf);
  return after.filter((item) => !known.includes(keyOf(item)));
}

function changed<T>(before: T, after: T): T | undefined {
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : after;
}
