import { TelemetryCollectorProps, TelemetryExporter, TelemetryProcessor, TelemetryReceiver } from '../../src';
import { describeProgram } from '../support/programs';
import { eventually } from '../support/waiting';
import { Place } from '../telemetry/support/place';
import { render } from '../telemetry/support/telemetry';

describeProgram('otelcol-contrib', 'a telemetry collector', (collector) => {
  let place: Place;
  beforeEach(async () => {
    place = new Place(collector);
    await place.open();
  });
  afterEach(() => place.remove());

  const span = (name: string, size: number) => JSON.stringify({
    resourceSpans: [{
      scopeSpans: [{
        spans: [{
          traceId: '5b8efff798038103d269b633813fc60c', spanId: '0000000000000001', name, startTimeUnixNano: '1', attributes: [{ key: 'p', value: { stringValue: 'x'.repeat(size) } }],
        }],
      }],
    }],
  });

  const long = TelemetryProcessor.resourceAttributes({ note: 'é'.repeat(20_000), other: 'x' });
  test.each<[string, () => TelemetryCollectorProps]>([
    ['HTTP', () => ({ exporters: [TelemetryExporter.otlpHttp({ url: `http://127.0.0.1:${place.http}` })] })],
    ['gRPC', () => ({ exporters: [TelemetryExporter.otlp({ url: `http://127.0.0.1:${place.grpc}` })] })],
    ['HTTP, with long attributes of the resource', () => ({ processors: [long], exporters: [TelemetryExporter.otlpHttp({ url: `http://127.0.0.1:${place.http}` })] })],
  ])('delivers by %s every span that it acknowledges, however large, and refuses others', async (_, props) => {
    await place.startReceiver();
    const rendered = render(props());
    await place.collect(rendered);
    const largest = rendered.config.receivers.otlp.protocols.http.max_request_body_size;
    const frame = span('', 0).length + 20;
    const sizes = [1000, largest - 100_000, largest - frame, largest, 4_000_000, 4_050_000, 4_190_000, 4_300_000];
    const statuses: number[] = [];
    for (const size of sizes) {
      statuses.push(await place.send('traces', span(`of ${size}`, size)));
    }
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
    expect(statuses[3]).not.toBe(200);
    const acknowledged = sizes.filter((_size, index) => statuses[index] === 200);
    await place.receives(acknowledged.length);
    expect(place.names().sort()).toEqual(acknowledged.map((size) => `of ${size}`).sort());
  });

  test('takes less by gRPC than it sends', () => {
    const both = [TelemetryReceiver.otlp(), TelemetryReceiver.jaeger({ grpcPort: 14250 })];
    const { receivers } = render({ receivers: both, exporters: [TelemetryExporter.debug()] }).config;
    expect([receivers.otlp.protocols.grpc, receivers.jaeger.protocols.grpc]).toEqual([
      expect.objectContaining({ max_recv_msg_size_mib: 3 }), expect.objectContaining({ max_recv_msg_size_mib: 3 }),
    ]);
    expect(receivers.jaeger.protocols.thrift_http.max_request_body_size).toBe(receivers.otlp.protocols.http.max_request_body_size);
  });

  /** A counter, or a histogram, of a client. */
  function metric(name: string, resource: object, point: object, histogram = false): string {
    const attributes = (of: object) => Object.entries(of).map(([key, stringValue]) => ({ key, value: { stringValue } }));
    const common = { timeUnixNano: `${Date.now()}000000`, startTimeUnixNano: '1', attributes: attributes(point) };
    const data = histogram
      ? { histogram: { aggregationTemporality: 2, dataPoints: [{ ...common, count: '1', sum: 1, bucketCounts: ['1', '0'], explicitBounds: [5] }] } }
      : { gauge: { dataPoints: [{ ...common, asInt: '1' }] } };
    const scopeMetrics = [{ scope: { name: 'shop' }, metrics: [{ name, ...data }] }];
    return JSON.stringify({ resourceMetrics: [{ resource: { attributes: attributes(resource) }, scopeMetrics }] });
  }

  test('shows metrics of every client to Prometheus, however their attributes are named', async () => {
    await place.startReceiver();
    await place.collect(render({ exporters: [TelemetryExporter.prometheus(), TelemetryExporter.otlp({ url: `http://127.0.0.1:${place.grpc}` })] }));
    const service = { 'service.name': 'web', 'service.instance.id': '7' };
    const names = ['job', 'instance', 'le', 'quantile', '__name__', '__x', 'otel_scope_name', 'otel.scope.version', 'service_name', 'k8s_pod_name', 'größe', 'a.b', '1a', '_b', ''];
    const sent: [string, string][] = names.flatMap((name, index): [string, string][] => [
      [`of_resource_${index}`, metric(`of_resource_${index}`, { ...service, [name]: 'x' }, {})],
      [`of_point_${index}`, metric(`of_point_${index}`, service, { [name]: 'x' })],
      [`of_both_${index}`, metric(`of_both_${index}`, { ...service, [name]: 'x' }, { [name]: 'y', [name.replace(/[._]/g, '-')]: 'z' }, true)],
    ]);
    for (const [, body] of sent) {
      expect(await place.send('metrics', body)).toBe(200);
    }
    let page = '';
    await eventually(async () => {
      page = await (await fetch(`http://127.0.0.1:${place.ports[8889]}/metrics`)).text();
      return sent.every(([name]) => new RegExp(`^${name}(_count)?\\{`, 'm').test(page));
    }, () => `each of the metrics on the page, but missing are ${sent.map(([name]) => name).filter((name) => !new RegExp(`^${name}(_count)?\\{`, 'm').test(page))}`);
    expect(page).toMatch(/^of_resource_0\{(?=.*exported_job="x")(?=.*[{,]job="web").*\} 1$/m);
    for (const line of page.split('\n').filter((one) => one.startsWith('of_'))) {
      const labels = [...line.matchAll(/([A-Za-z_][A-Za-z0-9_]*)="/g)].map(([, label]) => label);
      expect(labels).toEqual([...new Set(labels)]);
    }
    await place.receives(1);
    await eventually(() => place.names().includes('of_resource_0'), () => 'the metric at the other exporter');
    expect(place.arrived().find(({ name }) => name === 'of_resource_0')!.resource).toMatchObject({ 'job': 'x', 'service.name': 'web' });
  });
});
