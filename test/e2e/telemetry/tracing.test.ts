import { setTimeout as sleep } from 'node:timers/promises';
import { TelemetryExporter, TelemetryQueue } from '../../../src';
import { batchOfSpans } from '../../support/spans';
import { compactSpan } from '../../support/thrift';
import { behaviour } from '../support/behaviour';
import { appIn, example, Mode } from '../support/examples';
import { kill } from '../support/kill';
import { duplicates } from '../support/lines';
import { chartIn } from '../support/logging-pod';
import { Namespace } from '../support/namespace';
import { received, receivedResources, Receiver } from '../support/receiver';
import { allArrived, CURL, SEND_UNTIL_STOPPED, spansIn, TRACES_ONLY, tracingPod } from '../support/tracing-pod';

const SPANS = 1000;

/** The example, with a container from which spans are sent, and the receiver as its trace backend. */
async function startExample(namespace: Namespace, mode: Mode): Promise<string> {
  const manifests = example('app-with-tracing', mode);
  const { containers } = manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec;
  const [app] = containers;
  containers.push({
    ...app, name: 'sender', image: CURL, args: undefined, command: ['sleep', '86400'], ports: undefined, readinessProbe: undefined, resources: TINY_REQUESTS,
  });
  await namespace.apply(manifests);
  const [{ metadata: { name } }] = await namespace.until('the pod is there', async () => {
    const pods = await namespace.pods('app=tracing-demo');
    return pods.length === 1 && pods;
  });
  await namespace.ready(name);
  return name;
}

const TINY_REQUESTS = { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '500m', memory: '64Mi' } };

async function startBackend(namespace: Namespace): Promise<void> {
  await namespace.apply(new Receiver(appIn('native'), 'jaeger-collector'));
  await namespace.ready('receiver');
}

/** Sends spans to localhost, 100 in a request, and fails unless each request is acknowledged. */
async function sendAll(namespace: Namespace, pod: string): Promise<void> {
  for (let first = 1; first <= SPANS; first += 100) {
    await namespace.append(pod, 'sender', `/dev/shm/${first}.json`, batchOfSpans(first, first + 99, 'app'));
    await namespace.exec(pod, 'sender', `curl -sSf -H 'Content-Type: application/json' -d @/dev/shm/${first}.json http://localhost:4318/v1/traces`);
  }
}

async function arrived(namespace: Namespace, count: number): Promise<string[]> {
  return namespace.until(`${count} spans have come`, async () => {
    const came = spansIn(await received(namespace, 'span [0-9]+ of [a-z-]+', 'traces'));
    return new Set(came).size >= count && came;
  });
}

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`app-with-tracing (${mode}): spans that are sent to localhost arrive once each, with pod and namespace`, async (namespace) => {
    await startBackend(namespace);
    const pod = await startExample(namespace, mode);
    await sendAll(namespace, pod);
    const came = await arrived(namespace, SPANS);
    expect(duplicates(came)).toBe(0);
    const resources = await receivedResources(namespace, 'traces');
    expect([...new Set(resources.map((one) => `${one['k8s.namespace.name']}/${one['k8s.pod.name']} on ${one['k8s.node.name']}`))])
      .toEqual([`${namespace.name}/${pod} on ${resources[0]['k8s.node.name']}`]);
    return `${came.length} spans, none twice`;
  });
}

behaviour('app-with-tracing: spans that are sent while the receiver is away for 30 s arrive', async (namespace) => {
  const pod = await startExample(namespace, 'classic');
  await sendAll(namespace, pod);
  await sleep(30_000);
  await startBackend(namespace);
  const came = await arrived(namespace, SPANS);
  return `${came.length} spans, ${duplicates(came)} of them again`;
});

behaviour('app-with-tracing: a span of an old Jaeger client arrives, by UDP', async (namespace) => {
  await startBackend(namespace);
  const pod = await startExample(namespace, 'classic');
  await namespace.append(pod, 'sender', '/dev/shm/span', compactSpan('legacy', 'span 1 of jaeger'));
  await namespace.exec(pod, 'sender', 'bash -c "cat /dev/shm/span > /dev/udp/127.0.0.1/6831"');
  await arrived(namespace, 1);
  const [resource] = await receivedResources(namespace, 'traces');
  expect(resource).toMatchObject({ 'service.name': 'legacy', 'k8s.pod.name': pod });
  return 'with its service, pod and namespace';
});

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`a telemetry collector (${mode}) that is killed while the receiver is away delivers what it had acknowledged`, async (namespace) => {
    const kills = 2;
    const chart = chartIn(mode, 'tracing');
    tracingPod(chart, 'sender', SEND_UNTIL_STOPPED, { exporters: undefined, pipelines: [TRACES_ONLY] }, true);
    await namespace.apply(chart);
    await namespace.ready('sender');
    for (let count = 0; count < kills; count++) {
      await kill(namespace, 'sender', 'telemetry', '[o]telcol');
    }
    const sent = spansIn(await namespace.logs('sender', 'app'));
    await namespace.apply(new Receiver(appIn(mode)));
    await namespace.ready('receiver');
    const came = await allArrived(namespace, sent);
    return `${kills} kills, ${sent.length} acknowledged, none missing, ${duplicates(came)} twice`;
  });
}

behaviour('without a queue, what was acknowledged has arrived', async (namespace) => {
  const chart = chartIn('native', 'tracing');
  tracingPod(chart, 'sender', SEND_UNTIL_STOPPED, {
    queue: TelemetryQueue.none(), exporters: [TelemetryExporter.otlpHttp({ url: 'http://receiver:4318' })],
  });
  await namespace.apply(chart);
  await namespace.ready('sender');
  await sleep(3000);
  expect(spansIn(await namespace.logs('sender', 'app'))).toEqual([]);
  await namespace.apply(new Receiver(appIn('native')));
  await namespace.ready('receiver');
  const text = await namespace.logged('sender', 'app', 'ten spans', (log) => spansIn(log).length >= 10);
  await allArrived(namespace, spansIn(text));
  return `none while the receiver was away, then ${spansIn(text).length} acknowledged, none missing`;
});
