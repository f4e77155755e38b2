import { kubectl } from './kubectl';
import { Namespace, Pod } from './namespace';

/** Whether the Eviction API lets a pod go. */
export async function evict(namespace: Namespace, { metadata: { name } }: Pod): Promise<'evicted' | 'refused'> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: namespace.name } };
  try {
    await kubectl(['create', '--raw', `/api/v1/namespaces/${namespace.name}/pods/${name}/eviction`, '-f', '-'], JSON.stringify(eviction));
    return 'evicted';
  } catch (error) {
    expect(String(error)).toContain('would violate the pod\'s disruption budget');
    return 'refused';
  }
}
