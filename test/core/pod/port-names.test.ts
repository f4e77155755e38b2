import { Chart } from 'cdk8s';
import { AmbassadorProxy, LogShipper, LogSidecar, MetricsAdapter, MetricsExporter, TelemetryCollector, TelemetryExporter, Upstream } from '../../../src/index';
import { newDeployment, podSpecOf } from '../../support/workloads';

test('patterns that serve health and metrics have names of their own for these ports', () => {
  const web = newDeployment();
  new TelemetryCollector(web, 'Telemetry', { exporters: [TelemetryExporter.debug()] });
  ['One', 'Two'].forEach((id) => new LogSidecar(web, id, { logFiles: [`/${id}/*.log`], shipper: LogShipper.openTelemetryCollector() }));
  new LogSidecar(web, 'Three', { logFiles: ['/three/*.log'], shipper: LogShipper.fluentBit() });
  new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd() });
  ['first', 'second'].forEach((host) => new AmbassadorProxy(web, host, { upstreams: [Upstream.http({ name: host, host, port: 80 })] }));
  const names = podSpecOf(Chart.of(web)).initContainers.flatMap(({ ports = [] }: any) => ports.flatMap(({ name }: any) => name ?? []));
  expect(names.length).toBeGreaterThan(12);
  expect([...new Set(names)]).toEqual(names);
});
