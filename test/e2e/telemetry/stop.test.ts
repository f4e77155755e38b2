import { setTimeout as sleep } from 'node:timers/promises';
import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { TelemetryCollector, TelemetryExporter } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn } from '../support/examples';
import { duplicates } from '../support/lines';
import { chartIn } from '../support/logging-pod';
import { Namespace } from '../support/namespace';
import { Receiver } from '../support/receiver';
import { addSender, allArrived, SEND_UNTIL_STOPPED, sendSpans, spansIn, TRACES_ONLY, tracingPod } from '../support/tracing-pod';

async function startReceiver(namespace: Namespace): Promise<void> {
  await namespace.apply(new Receiver(appIn('native')));
  await namespace.ready('receiver');
}

/** Waits until the app of a pod goes on sending. */
async function sending(namespace: Namespace, pod: string): Promise<void> {
  await namespace.logged(pod, 'app', '20 spans', (log) => spansIn(log).length >= 20);
}

async function gone(namespace: Namespace, ...names: string[]): Promise<void> {
  await namespace.until('the pods are gone', async () => !(await namespace.pods()).some(({ metadata }) => names.includes(metadata.name)));
}

behaviour('pods that are deleted while they send deliver every span that was acknowledged, up to the last one of the app', async (namespace) => {
  const names = ['one', 'two', 'three'];
  const chart = chartIn('native', 'tracing');
  names.forEach((name) => tracingPod(chart, name, SEND_UNTIL_STOPPED));
  await startReceiver(namespace);
  await namespace.apply(chart);
  await Promise.all(names.map((name) => namespace.ready(name)));
  const logs = names.map((name) => namespace.follow(name, 'app'));
  await Promise.all(names.map((name) => sending(namespace, name)));
  await namespace.deletePods(...names);
  await gone(namespace, ...names);
  const text = (await Promise.all(logs)).join('');
  const sent = spansIn(text);
  const told = Array.from(text.matchAll(/told to stop at (\d+) and stopped after (\d+)/g), ([, at, last]) => Number(last) - Number(at));
  expect(told).toEqual([15, 15, 15]);
  const came = await allArrived(namespace, sent);
  return `${sent.length} acknowledged, ${told.reduce((sum, count) => sum + count)} of them sent after SIGTERM, none missing, ${duplicates(came)} twice`;
});

behaviour('a pod that is deleted while the receiver is away delivers all when the receiver is back within the grace period', async (namespace) => {
  const chart = chartIn('native', 'tracing');
  const pod = tracingPod(chart, 'one', SEND_UNTIL_STOPPED);
  ApiObject.of(pod).addJsonPatch(JsonPatch.replace('/spec/terminationGracePeriodSeconds', 120)); // in which the receiver starts too
  await namespace.apply(chart);
  await namespace.ready('one');
  const log = namespace.follow('one', 'app');
  const drain = namespace.follow('one', 'telemetry-drain');
  await sending(namespace, 'one');
  await namespace.deletePods('one');
  const deleted = Date.now();
  await sleep(8000);
  await startReceiver(namespace);
  await gone(namespace, 'one');
  const seconds = Math.round((Date.now() - deleted) / 1000);
  const sent = spansIn(await log);
  const came = await allArrived(namespace, sent);
  expect(await drain).toMatch(/waiting until \d+ bytes of telemetry are delivered\nall telemetry is delivered\n/);
  return `${sent.length} acknowledged, none missing, ${duplicates(came)} twice, gone ${seconds} s after the deletion`;
});

behaviour('a pod that is deleted while nothing is to be delivered is gone soon after its app', async (namespace) => {
  const chart = chartIn('native', 'tracing');
  const pod = tracingPod(chart, 'one', sendSpans(1, true));
  ApiObject.of(pod).addJsonPatch(JsonPatch.replace('/spec/terminationGracePeriodSeconds', 900)); // which the test does not wait for
  await startReceiver(namespace);
  await namespace.apply(chart);
  await namespace.ready('one');
  await allArrived(namespace, ['span 1 of one']);
  const deleted = Date.now();
  await namespace.deletePods('one');
  await gone(namespace, 'one');
  return `${((Date.now() - deleted) / 1000).toFixed(1)} s`;
});

behaviour('a classic sidecar delivers what comes before its delay is over', async (namespace) => {
  const chart = chartIn('classic', 'tracing');
  tracingPod(chart, 'one', SEND_UNTIL_STOPPED, { exporters: undefined, pipelines: [TRACES_ONLY], stopDelay: Duration.seconds(20) });
  await startReceiver(namespace);
  await namespace.apply(chart);
  await namespace.ready('one');
  const log = namespace.follow('one', 'app');
  await sending(namespace, 'one');
  await namespace.deletePods('one');
  await gone(namespace, 'one');
  const sent = spansIn(await log);
  const came = await allArrived(namespace, sent);
  return `${sent.length} acknowledged, none missing, ${duplicates(came)} twice`;
});

behaviour('a Job completes, and all its spans arrive', async (namespace) => {
  const count = 50;
  const chart = chartIn('native', 'tracing');
  const job = new kplus.Job(chart, 'Import', { metadata: { name: 'import' } });
  const app = addSender(job, 'import', sendSpans(count, false));
  const telemetry = new TelemetryCollector(job, 'Telemetry', { exporters: [TelemetryExporter.otlpHttp({ url: 'http://receiver:4318' })] });
  telemetry.provideTo(app);
  await startReceiver(namespace);
  await namespace.apply(chart);
  await namespace.completed('import');
  const came = await allArrived(namespace, Array.from({ length: count }, (_, index) => `span ${index + 1} of import`));
  return `${came.length} spans, ${duplicates(came)} twice`;
});
