import { basename } from 'path';
import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { nameAfter } from './name-after';
import { metadataBeside, namespaceOf } from './namespace';
import { scriptText } from './scripts';
import { Carried } from '../values/carried';
import { digest } from '../values/digest';
import { memoized } from '../values/memoized';

interface ScriptSet {
  readonly data: { [name: string]: string };
  readonly hash: string;
}

/** What stood in its chart before a ConfigMap of scripts. */
const olderSiblings = new Carried<ReadonlySet<IConstruct>>('older siblings');

/**
 * The ConfigMap of these scripts in the chart and the namespace of a pod: all containers that run the same scripts share it. It has the
 * hash of its content in its name, so that a new version of the scripts rolls the pods.
 */
export function scriptConfigMap(pod: kplus.AbstractPod, paths: string[]): kplus.ConfigMap {
  const chart = Chart.of(pod);
  const { data, hash } = scriptSet(paths.join());
  const namespace = namespaceOf(pod);
  const id = `Scripts-${hash}${namespace === chart.namespace ? '' : `-${namespace}`}`;
  return chart.node.tryFindChild(id) as kplus.ConfigMap | undefined ?? createScriptConfigMap(pod, id, data, hash);
}

function createScriptConfigMap(pod: kplus.AbstractPod, id: string, data: { [name: string]: string }, hash: string): kplus.ConfigMap {
  const chart = Chart.of(pod);
  const before = new Set(chart.node.children);
  const configMap = new kplus.ConfigMap(chart, id, { metadata: metadataBeside(pod), immutable: true, data });
  if (!configMap.name.includes(hash)) { // charts can make names of their own
    nameAfter(ApiObject.of(configMap), () => data);
  }
  olderSiblings.of(configMap, () => before);
  return configMap;
}

/** Whether a pod was created after a ConfigMap of scripts, and is written after it therefore. */
export function standsBefore(configMap: IConstruct, pod: kplus.AbstractPod): boolean {
  const older = olderSiblings.find(configMap);
  return older !== undefined && !pod.node.scopes.some((scope) => older.has(scope));
}

/** Of paths behind one another, in any order. */
const scriptSet = memoized((paths): ScriptSet => {
  const data = Object.fromEntries(paths.split(',').sort().map((path) => [basename(path), scriptText(path)]));
  return { data, hash: digest(data, 10) };
});
