import * as fc from 'fast-check';
import { PodResources } from '../../../src/core/spec/pod-resources';

/** What Kubernetes computes of a pod, step by step as its code does, on amounts of millicores and mebibytes. */
type Amounts = Partial<Record<'cpu' | 'memory', number>>;
interface Resources { readonly requests: Amounts; readonly limits: Amounts }
interface Init extends Resources { readonly isSidecar: boolean }
interface Given { readonly containers: readonly Resources[]; readonly inits: readonly Init[]; readonly pod?: Resources; readonly overhead?: Amounts }

const NAMES = ['cpu', 'memory'] as const;

function plus(one: Amounts, other: Amounts): Amounts {
  return Object.fromEntries(NAMES.filter((name) => name in one || name in other).map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

function larger(one: Amounts, other: Amounts): Amounts {
  return Object.fromEntries(NAMES.filter((name) => name in one || name in other).map((name) => [name, Math.max(one[name] ?? 0, other[name] ?? 0)]));
}

/** `AggregateContainerRequests` and `AggregateContainerLimits` of k8s.io/component-helpers/resource. */
function aggregate({ containers, inits }: Given, of: 'requests' | 'limits'): Amounts {
  let [running, sidecars, most] = [containers.map((one) => one[of]).reduce(plus, {}), {} as Amounts, {} as Amounts];
  for (const { isSidecar, [of]: amounts } of inits) {
    running = isSidecar ? plus(running, amounts) : running;
    sidecars = isSidecar ? plus(sidecars, amounts) : sidecars;
    most = larger(most, isSidecar ? sidecars : plus(amounts, sidecars));
  }
  return larger(running, most);
}

/** `ComputePodQOS` of k8s.io/kubernetes/pkg/apis/core/v1/helper/qos. */
function qosClassOf(all: readonly Resources[]): string {
  const counted = (amounts: Amounts): Amounts => Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount > 0));
  const [requests, limits] = (['requests', 'limits'] as const).map((of) => all.map((one) => counted(one[of])).reduce(plus, {}));
  const isEqual = NAMES.every((name) => requests[name] === limits[name]);
  const isLimited = all.every((one) => Object.keys(counted(one.limits)).length === NAMES.length);
  return Object.keys({ ...requests, ...limits }).length === 0 ? 'BestEffort' : isLimited && isEqual ? 'Guaranteed' : 'Burstable';
}

function byKubernetes(given: Given): object {
  const withRequests = ({ requests, limits, ...rest }: Init): Init => ({ ...rest, limits, requests: { ...limits, ...requests } });
  const all = { ...given, containers: given.containers.map((one) => withRequests(one as Init)), inits: given.inits.map(withRequests) };
  const ofContainers = aggregate(all, 'requests');
  const limits = given.pod?.limits ?? {};
  const pod = { limits, requests: { ...Object.keys(limits).length > 0 && { ...limits, ...ofContainers }, ...given.pod?.requests } };
  const isOfPod = Object.keys({ ...pod.requests, ...pod.limits }).length > 0;
  const requests = plus({ ...ofContainers, ...pod.requests }, given.overhead ?? {});
  return { qosClass: qosClassOf(isOfPod ? [pod] : [...all.containers, ...all.inits]), cpu: requests.cpu ?? 0, memory: requests.memory ?? 0 };
}

const amounts = fc.record({ cpu: fc.constantFrom(0, 10, 20, 50, 100), memory: fc.constantFrom(0, 10, 20, 50, 100) }, { requiredKeys: [] });
const resources = fc.oneof(
  fc.record({ requests: amounts, limits: amounts }),
  fc.constantFrom<Resources>({ requests: { cpu: 10 }, limits: { cpu: 10, memory: 10 } }, { requests: {}, limits: { cpu: 20, memory: 10 } }),
);
const pods: fc.Arbitrary<Given> = fc.record({
  containers: fc.array(resources, { minLength: 1, maxLength: 3 }),
  inits: fc.array(fc.tuple(resources, fc.boolean()).map(([one, isSidecar]) => ({ ...one, isSidecar })), { maxLength: 4 }),
  pod: resources,
  overhead: amounts,
}, { requiredKeys: ['containers', 'inits'] });

function specOf({ containers, inits, pod, overhead }: Given): object {
  const written = ({ cpu, memory }: Amounts): object => ({ ...cpu !== undefined && { cpu: `${cpu}m` }, ...memory !== undefined && { memory: `${memory}Mi` } });
  const both = (one: Resources): object => ({ requests: written(one.requests), limits: written(one.limits) });
  return {
    initContainers: inits.map((one, index) => ({ name: `init-${index}`, resources: both(one), ...one.isSidecar && { restartPolicy: 'Always' } })),
    containers: containers.map((one, index) => ({ name: `app-${index}`, resources: both(one) })),
    ...pod && { resources: both(pod) },
    ...overhead && { overhead: written(overhead) },
  };
}

test('requests and the QoS class of any pod are those that Kubernetes computes', () => {
  fc.assert(fc.property(pods, (given) => {
    const { qosClass, figures } = PodResources.ofManifest({ kind: 'Pod', metadata: { name: 'web' }, spec: specOf(given) });
    const amountOf = (resource: string): number => {
      const [, amount, unit] = /^(\d+)(m|Mi|Gi|)$/.exec(figures.find((figure) => figure.resource === resource)!.request)!;
      return Number(amount) * (unit === 'Gi' ? 1024 : unit === '' ? 1000 : 1);
    };
    expect({ qosClass, cpu: amountOf('cpu'), memory: amountOf('memory') }).toEqual(byKubernetes(given));
  }), { numRuns: 1000 });
});
