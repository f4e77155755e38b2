import { readJson } from './api-server';
import { Namespace } from './namespace';

/** What the kubelet says of a container. */
export interface ContainerStats {
  readonly cpu: { readonly time: string; readonly usageCoreNanoSeconds: number };
  readonly memory: { readonly time: string; readonly workingSetBytes: number };
}

/** The stats summary of the kubelet for a container. */
export async function statsOf(namespace: Namespace, name: string, container: string): Promise<ContainerStats | undefined> {
  const { spec } = await namespace.read(`pods/${name}`);
  const pod = (await readJson<any>(`/api/v1/nodes/${spec.nodeName}/proxy/stats/summary`)).pods.find(({ podRef }: any) => podRef.name === name && podRef.namespace === namespace.name);
  const stats = pod?.containers?.find((one: any) => one.name === container);
  return stats?.cpu?.usageCoreNanoSeconds && stats.memory?.workingSetBytes ? stats : undefined;
}
