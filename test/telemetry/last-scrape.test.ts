import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CLASSIC, envOf, render, TEMPO } from './support/telemetry';
import { TelemetryCollector, TelemetryExporter, TelemetryQueue, TelemetryReceiver } from '../../src';
import { newChart } from '../support/workloads';

function scraped(seconds?: number): TelemetryReceiver {
  return TelemetryReceiver.prometheus({ targets: [{ port: 9102 }], interval: seconds ? Duration.seconds(seconds) : undefined });
}

test('the pod is kept for one scrape more, the longest interval of all', () => {
  const { drain, spec } = render({ receivers: [scraped(10), scraped(45)], exporters: [TEMPO] });
  expect(envOf(drain)).toMatchObject({ SCRAPE_INTERVAL: '45' });
  expect(spec.terminationGracePeriodSeconds).toBe(30 + 45 + 7);
  expect(envOf(render({ receivers: [scraped()], exporters: [TEMPO] }).drain)).toMatchObject({ SCRAPE_INTERVAL: '30' });
});

test('the pod stops as it did where nothing is scraped', () => {
  const { drain, spec } = render();
  expect(envOf(drain)).not.toHaveProperty('SCRAPE_INTERVAL');
  expect(spec.terminationGracePeriodSeconds).toBe(30);
});

test('a grace period that the user has set is kept', () => {
  const pod = new kplus.Pod(newChart(), 'Web', { containers: [{ image: 'a:1' }], terminationGracePeriod: Duration.seconds(20) });
  new TelemetryCollector(pod, 'Telemetry', { receivers: [scraped()], exporters: [TEMPO] });
  expect(pod.terminationGracePeriod?.toSeconds()).toBe(20);
});

test.each([
  ['without a queue', { queue: TelemetryQueue.none(), exporters: [TEMPO] }],
  ['with a page', { exporters: [TelemetryExporter.prometheus()] }],
  ['as a classic sidecar', { ...CLASSIC, exporters: [TEMPO] }],
])('a collector %s goes on for one scrape more', (_, props) => {
  const { container } = render({ receivers: [scraped(15)], ...props });
  expect(container.lifecycle.preStop.sleep.seconds).toBe(20);
});

test('fails when the interval is not a duration', () => {
  expect(() => render({ receivers: [TelemetryReceiver.prometheus({ targets: [{ port: 1 }], interval: 15 as any })], exporters: [TEMPO] }))
    .toThrow("scrape interval in 'shop/Web/Telemetry' is not a duration, but 15");
});
