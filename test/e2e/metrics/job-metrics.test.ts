import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, MetricsAdapter, MetricsExporter, TelemetryCollector, TelemetryExporter, TelemetryReceiver } from '../../../src';
import { behaviour } from '../support/behaviour';
import { appIn } from '../support/examples';
import { chartIn, TINY } from '../support/logging-pod';
import { arrived, Receiver } from '../support/receiver';

/** Counts one row a second, and in the end that it is done. */
const COUNT = `exec 3<>"/dev/tcp/$STATSD_HOST/$STATSD_PORT"
for i in $(seq "$SECONDS_OF_WORK"); do echo 'rows:1|c' >&3; sleep 1; done
echo 'done:1|c' >&3`;

for (const seconds of [3, 20]) {
  behaviour(`what a Job of ${seconds} seconds counts arrives, up to its last figure`, async (namespace) => {
    const chart = chartIn('native', 'jobs');
    const job = new kplus.Job(chart, 'Job', { metadata: { name: 'rows' }, backoffLimit: 0 });
    new AppContainer(job, 'App', {
      image: 'debian:12', command: ['bash', '-c', COUNT], env: { SECONDS_OF_WORK: kplus.EnvValue.fromValue(String(seconds)) }, resources: TINY,
    });
    const metrics = new MetricsAdapter(job, 'Metrics', { exporter: MetricsExporter.statsd(), resources: TINY });
    new TelemetryCollector(job, 'Telemetry', {
      receivers: [TelemetryReceiver.prometheus({ targets: [metrics.scrapeTarget], interval: Duration.seconds(15) })],
      exporters: [TelemetryExporter.otlp({ url: 'http://receiver:4317' })],
    });
    await namespace.apply(new Receiver(appIn('native')));
    await namespace.ready('receiver');
    await namespace.apply(chart);
    const figures = await namespace.until('the last figure has arrived', async () => {
      const found = (await arrived(namespace, 'metrics')).filter(({ name }) => /^(rows|done)_total$/.test(name));
      const highest = (wanted: string) => Math.max(0, ...found.filter(({ name }) => name === wanted)
        .flatMap(({ sum }) => sum.dataPoints.map(({ asDouble }: any) => asDouble)));
      return highest('done_total') === 1 && { rows: highest('rows_total') };
    });
    expect(figures.rows).toBe(seconds);
    return `${figures.rows} rows and the end`;
  });
}
