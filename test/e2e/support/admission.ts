import { Chart } from 'cdk8s';
import { appIn, Mode } from './examples';
import { kubectl } from './kubectl';
import { Namespace } from './namespace';
import { parseQuantity } from '../../../src/core/spec/quantity';

/** Applies a chart with policies, which are of the whole cluster, and takes it away again. */
export async function withPolicies(namespace: Namespace, chart: Chart, see: () => Promise<string>): Promise<string> {
  const policies = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: chart.toJson().filter(({ kind }) => kind.startsWith('Mutating')) });
  try {
    await namespace.apply(chart);
    return await see();
  } finally {
    await kubectl(['delete', '--ignore-not-found', '-f', '-'], policies);
  }
}

/** A chart of its own for each namespace: names of policies are those of the whole cluster. */
export function policyChart(namespace: Namespace, mode: Mode = 'native'): Chart {
  return new Chart(appIn(mode), namespace.name, { disableResourceNameHashes: true });
}

/** Pods as the API server would have them, asked for all at once. */
export async function admitted(namespace: Namespace, pods: any[]): Promise<any[]> {
  const items = pods.map((pod, index) => ({ ...pod, metadata: { ...pod.metadata, name: `pod-${index}` } }));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { stdout } = await kubectl(['create', '-n', namespace.name, '--dry-run=server', '-o', 'jsonpath={@}{"\\n"}', '-f', '-'], list);
  return stdout.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** Why the API server refuses a pod; empty if it does not. */
export async function refusal(namespace: Namespace, pod: any): Promise<string> {
  const named = JSON.stringify({ ...pod, metadata: { ...pod.metadata, name: 'refused' } });
  const args = ['create', '-n', namespace.name, '--dry-run=server', '-f', '-'];
  return kubectl(args, named).then(() => '', (error) => (error as Error).message);
}

/**
 * What pods can be compared by: without what each gets for itself, with quantities written in one way, volumes in one order, and ConfigMaps by the hash of
 * their content.
 */
export function comparable({ metadata: { labels, annotations }, spec }: any): object {
  const isOwn = ({ name }: { name: string }) => !name.startsWith('kube-api-access-');
  const containers = (list: any[] = []) => list.map(({ volumeMounts = [], resources, ...container }) => ({
    ...container, volumeMounts: volumeMounts.filter(isOwn), resources: inUnits(resources),
  }));
  const byHash = (volume: any) => JSON.parse(JSON.stringify(volume).replace(/"name":"[-a-z0-9]*-([0-9a-f]{10})(-c8[0-9a-f]{6})?"/g, '"name":"$1"'));
  return {
    labels,
    annotations,
    spec: {
      ...spec,
      resources: inUnits(spec.resources),
      initContainers: containers(spec.initContainers),
      containers: containers(spec.containers),
      volumes: spec.volumes.filter(isOwn).map(byHash).sort((one: any, other: any) => one.name.localeCompare(other.name)),
    },
  };
}

function inUnits(resources: any = {}): object {
  return JSON.parse(JSON.stringify(resources), (_, value) => (typeof value === 'string' ? String(parseQuantity(value)) : value));
}
