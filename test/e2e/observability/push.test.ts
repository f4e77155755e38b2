import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, MetricsAdapter, MetricsExporter, TelemetryCollector, TelemetryExporter, TelemetryReceiver } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn } from '../support/examples';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { arrived, Receiver } from '../support/receiver';

behaviour('metrics of an adapter are pushed by OTLP, with the name of their pod', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'App', {
    image: BUSYBOX,
    command: ['sh', '-c', 'trap exit TERM; echo signups:4\\|c | nc -w 1 $STATSD_HOST $STATSD_PORT; sleep 3600 & wait'],
    resources: TINY,
  });
  const metrics = new MetricsAdapter(pod, 'Metrics', { exporter: MetricsExporter.statsd(), resources: TINY });
  new TelemetryCollector(pod, 'Telemetry', {
    receivers: [TelemetryReceiver.prometheus({ targets: [metrics.scrapeTarget], interval: Duration.seconds(2) })],
    exporters: [TelemetryExporter.otlp({ url: 'http://receiver:4317' })],
  });
  await namespace.apply(new Receiver(appIn('native')));
  await namespace.apply(chart);
  await namespace.allReady(2);
  const metric = await namespace.until('the metric has arrived', async () => (
    (await arrived(namespace, 'metrics')).find(({ name, sum }) => name === 'signups_total' && sum?.dataPoints[0].asDouble === 4)));
  expect(metric.resource).toMatchObject({ 'k8s.pod.name': 'web', 'service.name': 'metrics' });
  return `signups_total 4 of pod ${metric.resource['k8s.pod.name']}, service ${metric.resource['service.name']}`;
});
