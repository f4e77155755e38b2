import { PodResources } from '../../../src';
import { containersOf } from '../../../src/core/spec/pod-spec';
import { parseQuantity } from '../../../src/core/spec/quantity';
import { readJson } from '../support/api-server';
import { behaviour } from '../support/behaviour';
import { example, exampleNames, Mode } from '../support/examples';
import { kubectl } from '../support/kubectl';
import { Namespace } from '../support/namespace';

/** At least this many pods are placed. */
const MANY = 20;

/** The pod specs of all examples, by a name. */
function podsOfExamples(): [string, any][] {
  return (['classic', 'native'] as Mode[]).flatMap((mode) => exampleNames().flatMap((name) => example(name, mode)
    .map(({ kind, spec }): any => kind === 'Pod' ? spec : spec?.template?.spec)
    .filter((spec) => spec)
    .map((spec, index): [string, any] => [`${name}-${mode}-${index}`, spec])));
}

/** Thousandths of a quantity. */
const thousandths = (quantity: string) => Number(parseQuantity(quantity)) / 10 ** 6;

/**
 * The same pod, whose containers request a resource of this test alone in place of CPU, a unit for each millicore: what other pods
 * request does not count then. It is placed on a node, and waits there for a Secret that never comes.
 */
function inUnits(name: string, spec: any, resource: string): any {
  const changed = structuredClone(spec);
  for (const { container } of containersOf(changed)) {
    const cpu = container.resources?.requests?.cpu ?? container.resources?.limits?.cpu;
    const units = cpu === undefined ? {} : { [resource]: String(thousandths(cpu)) };
    container.resources = { requests: units, limits: units };
  }
  changed.volumes = [...changed.volumes ?? [], { name: 'never', secret: { secretName: 'never' } }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: changed };
}

const requested = (pod: any, resource: string) => thousandths(PodResources.ofManifest(pod).figure(resource).request);

/** The pod with one container that requests one millicore. */
function tiny({ containers: [first], ...rest }: any): any {
  return { ...rest, initContainers: [], containers: [{ ...first, resources: { requests: { cpu: '1m' } } }] };
}

/** Has the node offer as many units; none, and it forgets the resource. */
async function offer(resource: string, units?: number): Promise<void> {
  const { items: [node] } = await readJson<{ items: { metadata: { name: string } }[] }>('/api/v1/nodes');
  const patch = [{ op: units === undefined ? 'remove' : 'add', path: `/status/capacity/${resource.replace('/', '~1')}`, value: units && String(units) }];
  await kubectl(['patch', 'node', node.metadata.name, '--subresource=status', '--type=json', '-p', JSON.stringify(patch)]);
}

async function scheduled(namespace: Namespace, name: string, status: 'True' | 'False'): Promise<string> {
  return namespace.until(`${name} has PodScheduled=${status}`, async () => {
    const { status: { conditions = [] } } = await namespace.pod(name) as any;
    const condition = conditions.find(({ type }: any) => type === 'PodScheduled');
    return condition?.status === status && `${condition.message ?? 'placed'}`;
  });
}

behaviour('the scheduler accounts for the pods of the examples what the library computes', async (namespace) => {
  const resource = `pod-patterns.test/${namespace.name}`;
  const specs = podsOfExamples();
  const pods = specs.map(([name, spec]) => inUnits(name, spec, resource));
  expect(pods.length).toBeGreaterThanOrEqual(MANY);
  const computed = specs.map(([, spec]) => requested(spec, 'cpu'));
  expect(pods.map((pod) => requested(pod, resource) / 1000)).toEqual(computed);
  const sum = computed.reduce((total, units) => total + units, 0);
  try {
    await offer(resource, sum);
    await namespace.apply(pods);
    await Promise.all(pods.map(({ metadata: { name } }) => scheduled(namespace, name, 'True'))); // not more than computed
    await namespace.apply([inUnits('one-more', tiny(specs[0][1]), resource)]);
    expect(await scheduled(namespace, 'one-more', 'False')).toContain(`Insufficient ${resource}`); // and not less
  } finally {
    await offer(resource);
  }
  return `${pods.length} pods, ${sum} millicores`;
});
