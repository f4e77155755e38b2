import * as fs from 'node:fs';
import { IncomingHttpHeaders } from 'node:http';
import { Duration } from 'cdk8s';
import { Endpoint, AccessLog, SharedVolume } from '../../src';
import { Backend } from '../ambassador/support/servers';
import { COLLECTOR } from '../logging/support/collector';
import { checkMetrics } from '../metrics/support/promtool';
import { describeFront } from '../proxy/support/front';
import { SpanCollector } from '../proxy/support/span-collector';
import { describeProgram, testProgram } from '../support/programs';
import { until } from '../support/waiting';
import { newChart } from '../support/workloads';

describeFront('telemetry of Envoy as a reverse proxy', (front) => {
  describe('what is told', () => {
    testProgram('promtool', 'metrics count each request exactly, and promtool has nothing to say', async (promtool) => {
      const backend = await Backend.start((n) => (n % 10 === 0 ? 500 : 200));
      await front.start({ appPort: backend.port }, { metrics: { requests: 'demo_requests_total', latency: 'demo_latency_seconds' } });
      const statuses: number[] = [];
      await Promise.all(Array.from({ length: 10 }, async () => {
        for (let i = 0; i < 50; i++) {
          statuses.push((await front.envoy.get('/')).status);
        }
      }));
      await front.envoy.get('/healthz/proxy');
      expect(statuses.filter((status) => status === 500)).toHaveLength(50);
      await until('histograms are put together', async () => (await front.envoy.metrics()).includes('demo_latency_seconds_count 500'));
      const metrics = await front.envoy.metrics();
      expect(metrics).toContain('demo_requests_total{code="200"} 450\ndemo_requests_total{code="500"} 50\n');
      expect(metrics).toContain('demo_latency_seconds_bucket{le="+Inf"} 500\n');
      expect(metrics).toMatch(/# TYPE demo_latency_seconds histogram\ndemo_latency_seconds_bucket\{le="0\.005"\} \d+\n/);
      expect(metrics).toMatch(/# TYPE http_connections gauge\nhttp_connections \d+\n/);
      expect(checkMetrics(promtool, metrics)).toBe('');
      await backend.stop();
    });

    testProgram('promtool', 'metrics are there from 0 on, before the first request', async (promtool) => {
      await front.start({}, { metrics: { requests: 'demo_requests_total', buckets: [Duration.millis(5), Duration.seconds(1)] } });
      const metrics = await front.envoy.metrics();
      expect(metrics).toContain('demo_requests_total{code="200"} 0\n');
      expect(metrics).toContain([
        '_bucket{le="0.005"} 0', '_bucket{le="1"} 0', '_bucket{le="+Inf"} 0', '_sum 0', '_count 0',
      ].map((sample) => `http_request_duration_seconds${sample}\n`).join(''));
      expect(checkMetrics(promtool, metrics)).toBe('');
    });

    test('a report says at intervals what came in, and a warning what passed its threshold', async () => {
      const warnAbove = { latency: Duration.seconds(1), errorPercent: 3 };
      await front.start({}, {
        accessLog: AccessLog.off(), reportInterval: Duration.seconds(1), warnAbove, metrics: { buckets: [Duration.seconds(1), Duration.minutes(1)] },
      });
      const lines = () => front.envoy.read('stdout').split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
      const sum = (figure: string) => lines().reduce((all, line) => all + (line[figure] ?? 0), 0);
      await until('it begins with none', async () => lines().length > 0, () => front.envoy.read('stdout') + front.envoy.read('stderr'));
      expect(lines()[0]).toEqual({
        time: expect.any(String), seconds: expect.any(Number), requests: 0, errors: 0, error_percent: 0, latency_ms: null, connections: 0,
      });
      await front.envoy.get('/');
      const latencies = () => lines().filter(({ latency_ms: latency }) => latency);
      await until('one is reported', async () => sum('requests') === 1 && latencies().length === 1);
      expect(lines().filter(({ warning }) => warning)).toEqual([]);
      [front.app.pause, front.app.status] = [1100, 500];
      await front.envoy.get('/');
      await until('its latency is reported', async () => latencies().length === 2 && sum('requests') === 2);
      expect(sum('errors')).toBe(1);
      expect(latencies().at(-1)).toMatchObject({ latency_ms: { mean: expect.any(Number), p95: 57_050 } });
      // Envoy counts a request and, within a second, its latency: a report may come in between.
      expect(lines().flatMap(({ warning }) => warning?.split('; ') ?? []).sort()).toEqual([
        '100 % of the requests failed, more than 3 %', '95 % of the requests took up to 57050 ms, more than 1000 ms',
      ]);
    });

    test('the histogram has seconds', async () => {
      await front.start({}, { metrics: { buckets: [Duration.millis(100), Duration.seconds(30)] } });
      front.app.pause = 300;
      await front.envoy.get('/');
      await until('it is there', async () => (await front.envoy.metrics()).includes('_count 1'));
      const metrics = await front.envoy.metrics();
      expect(metrics).toContain('http_request_duration_seconds_bucket{le="0.1"} 0\nhttp_request_duration_seconds_bucket{le="30"} 1\n');
      const sum = Number(/_sum (.*)/.exec(metrics)![1]);
      expect(sum).toBeGreaterThan(0.28);
      expect(sum).toBeLessThan(30);
    });

    test('the access log has a line of JSON for each request, without queries and the health path', async () => {
      const chart = newChart();
      await front.start({}, { accessLog: AccessLog.file(new SharedVolume(chart, 'Logs')) }, chart);
      await front.envoy.get('/healthz/proxy');
      await front.envoy.get('/a%20"b?token=secret', { 'X-Request-ID': 'abc-1', 'traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }, [Buffer.alloc(7)], '127.0.0.2');
      await until('the line is there', async () => front.envoy.read('var/log/proxy/access.log').includes('abc-1'));
      const lines = front.envoy.read('var/log/proxy/access.log').trimEnd().split('\n').map((line) => JSON.parse(line));
      expect(lines).toEqual([{
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        method: 'POST',
        path: '/a%20"b',
        protocol: 'HTTP/1.1',
        status: 200,
        flags: '-',
        bytes_received: 7,
        bytes_sent: 2000,
        duration_ms: expect.any(Number),
        peer: '127.0.0.2',
        request_id: 'abc-1',
        trace_id: 'a'.repeat(32),
        upstream: 'app',
        address: `127.0.0.1:${front.appPort}`,
        tries: 1,
        failure: null,
      }]);
      expect(fs.readdirSync(`${front.envoy.folder}/var/log/proxy`)).toEqual(['access.log']);
    });
  });

  describeProgram(COLLECTOR, 'traces', (program) => {
    let collector: SpanCollector;
    beforeEach(async () => { collector = await SpanCollector.start(program); });
    afterEach(() => collector.stop());

    const traced = async (samplePercent?: number) => {
      const chart = newChart();
      const tracing = { serviceName: 'web "1"', collector: new Endpoint({ port: collector.port }), samplePercent };
      await front.start({}, { tracing, accessLog: AccessLog.file(new SharedVolume(chart, 'Logs')) }, chart);
    };
    const traceIdOf = ({ traceparent }: IncomingHttpHeaders) => String(traceparent).split('-')[1];

    test('begin with a span for each request, which the app and the access log know', async () => {
      await traced();
      const id = traceIdOf(await front.asked({ 'X-Request-ID': 'abc-1' }));
      await front.envoy.get('/healthz/proxy');
      await until('the span is there', async () => collector.spans().length > 0);
      const spans = collector.spans();
      expect(spans).toMatchObject([{ traceId: id, kind: 2, service: 'web "1"', attributes: { 'http.method': 'GET', 'http.status_code': '200' } }]);
      await until('the line is there', async () => front.envoy.read('var/log/proxy/access.log').includes(`"trace_id":"${id}"`));
    });

    test('go on where the client has begun them, unless it leaves the request out', async () => {
      await traced();
      const id = '0af7651916cd43dd8448eb211c80319c';
      expect(await front.asked({ traceparent: `00-${id}-b7ad6b7169203331-00` })).toMatchObject({ traceparent: expect.stringMatching(`^00-${id}-.*-00$`) });
      expect(await front.asked({ traceparent: `00-${id}-b7ad6b7169203331-01` })).toMatchObject({ traceparent: expect.stringMatching(`^00-${id}-.*-01$`) });
      await until('the span is there', async () => collector.spans().length > 0);
      expect(collector.spans()).toMatchObject([{ traceId: id, parentSpanId: 'b7ad6b7169203331' }]);
    });

    test('have no spans of requests that are not in the sample', async () => {
      await traced(0);
      expect(await front.asked()).toMatchObject({ traceparent: expect.stringMatching(/-00$/) });
    });

    test('that nobody takes keep no request from the app', async () => {
      await traced();
      await collector.stop();
      expect((await front.envoy.get('/')).status).toBe(200);
    });
  });
});
