import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Additions, additionsBetween } from './additions';
import { whileOverridden } from '../../core/pod/overrides';
import { SidecarMode } from '../../core/settings/sidecar-mode';
import { at, kebabCase } from '../../core/values/errors';
import { IInjectable } from '../injectable';
import { addPattern } from '../patterns';

/** The app's container in a stand-in. In a policy it stands for the name of that of the pod that is admitted. */
export const APP_NAME = 'cdk8s-pod-patterns-app';
/** The user and the group of the app's container, in the same way. */
export const APP_USER = 1999999998;
export const APP_GROUP = 1999999999;

/** What patterns add to pods that ask for native or classic sidecars, or say nothing of it. */
export const MODES: { readonly [name: string]: SidecarMode | undefined } = {
  usual: undefined, native: SidecarMode.NATIVE, classic: SidecarMode.CLASSIC,
};

/** What patterns add to pods that are not made here. */
export interface AddedToPods {
  readonly modes: { readonly [mode: string]: AddedInMode };
  /** Manifests, without a namespace. */
  readonly configMaps: any[];
}

export interface AddedInMode {
  readonly besideUser: Additions[];
  /** Where the app's container has no user. */
  readonly withoutUser: Additions[];
}

/** Applies patterns to pods that stand for those that will be admitted, and takes these pods away again. */
export function addToStandIns(owner: Construct, patterns: IInjectable[]): AddedToPods {
  const chart = new Chart(owner, 'Pods', { labels: Chart.of(owner).labels, disableResourceNameHashes: true }); // ConfigMaps have a hash of their content
  const add = (id: string, mode?: SidecarMode, user?: number) => addTo(newStandIn(chart, id, kebabCase(owner.node.id), user), owner, patterns, mode);
  const modes = Object.fromEntries(Object.entries(MODES).map(([name, mode]): [string, AddedInMode] => [name, {
    besideUser: add(name, mode, APP_USER),
    withoutUser: add(`${name}-without-user`, mode),
  }]));
  const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) {
    throw new Error(`patterns of ${at(owner)} do not fit into a pod: ${problems.join('; ')}`);
  }
  const configMaps = configMapsIn(owner, chart);
  owner.node.tryRemoveChild(chart.node.id);
  return { modes, configMaps };
}

/** @param name where a configuration names the workload, it is this one */
function newStandIn(chart: Chart, id: string, name: string, user?: number): kplus.Pod {
  return new kplus.Pod(chart, id, {
    metadata: { name },
    containers: [{ name: APP_NAME, image: 'app', resources: {}, securityContext: { user, group: user && APP_GROUP, ensureNonRoot: false } }],
  });
}

function addTo(pod: kplus.Pod, owner: Construct, patterns: IInjectable[], mode?: SidecarMode): Additions[] {
  const object = ApiObject.of(pod);
  const manifests = [object.toJson(), ...patterns.map((pattern) => {
    whileOverridden(pod, { mode, containers: new Map() }, () => addPattern(owner, pattern, pod));
    return object.toJson();
  })];
  return patterns.map(({ patternId }, index) => additionsBetween(
    patternId, manifests[index], manifests[index + 1], manifests.at(-1), APP_NAME, (path) => fitsBeside(owner, patterns.slice(0, index + 1), path)));
}

/** Whether patterns can be added to a pod whose app has mounted something at a path. */
function fitsBeside(owner: Construct, patterns: IInjectable[], path: string): boolean {
  const chart = new Chart(owner, 'Mounting');
  const pod = newStandIn(chart, 'Pod', kebabCase(owner.node.id), APP_USER);
  pod.containers[0].mount(path, kplus.Volume.fromEmptyDir(pod, 'Mounted', 'mounted'));
  try {
    patterns.forEach((pattern) => addPattern(owner, pattern, pod));
    return true;
  } catch {
    return false;
  } finally {
    owner.node.tryRemoveChild(chart.node.id);
  }
}

function configMapsIn(owner: Construct, chart: Chart): any[] {
  const manifests = chart.node.findAll().filter(ApiObject.isApiObject).map((object) => object.toJson()).filter(({ kind }) => kind !== 'Pod');
  for (const manifest of manifests) {
    if (manifest.kind !== 'ConfigMap') {
      throw new Error(`a pattern of ${at(owner)} creates a ${manifest.kind}, which an admission policy cannot do for each pod: leave it out, or use SidecarInjection`);
    }
    if (JSON.stringify(manifest).includes(APP_NAME)) {
      throw new Error(`a pattern of ${at(owner)} writes the name of the app's container into a ConfigMap, which pods share: inject it at synthesis, by SidecarInjection`);
    }
  }
  return manifests;
}
