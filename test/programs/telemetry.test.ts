import * as dgram from 'node:dgram';
import * as fs from 'node:fs';
import * as http from 'node:http';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  TelemetryCollectorProps, TelemetryExporter, TelemetryProcessor, TelemetryQueue, TelemetryReceiver, TelemetrySignal,
} from '../../src';
import { COLLECTOR } from '../logging/support/collector';
import { selfSigned } from '../support/certificates';
import { describeProgram } from '../support/programs';
import { batchOfSpans } from '../support/spans';
import { compactSpan } from '../support/thrift';
import { eventually } from '../support/waiting';
import { Place } from '../telemetry/support/place';
import { render } from '../telemetry/support/telemetry';

const METRIC = JSON.stringify({
  resourceMetrics: [{
    resource: { attributes: [] },
    scopeMetrics: [{ metrics: [{ name: 'orders', gauge: { dataPoints: [{ timeUnixNano: '1', asInt: '1', attributes: [{ key: 'email', value: { stringValue: 'me' } }] }] } }] }],
  }],
});
const EMAIL = [{ key: 'email', value: { stringValue: 'me' } }];
const SPAN = JSON.stringify({
  resourceSpans: [{
    resource: { attributes: [{ key: 'service.name', value: { stringValue: 'web' } }, ...EMAIL] },
    scopeSpans: [{ spans: [{ traceId: '5b8efff798038103d269b633813fc60c', spanId: '0000000000000001', name: 'buy', attributes: EMAIL, startTimeUnixNano: '1' }] }],
  }],
});
const LOG = JSON.stringify({ resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ logRecords: [{ timeUnixNano: '1', body: { stringValue: 'hello' } }] }] }] });

describeProgram(COLLECTOR, 'a telemetry collector', (program) => {
  let place: Place;
  beforeEach(async () => {
    place = new Place(program);
    await place.open();
  });
  afterEach(() => place.remove());

  const grpc = (options: object = {}) => TelemetryExporter.otlp({ url: `http://127.0.0.1:${place.grpc}`, ...options });
  const collect = (props: TelemetryCollectorProps = { exporters: [grpc()] }) => place.collect(render(props));

  test('delivers traces, metrics and logs, with where they come from, a header, and without removed attributes', async () => {
    await place.startReceiver();
    const header = 'a$(b) ${c} $$d';
    const rendered = render({
      exporters: [grpc({ headers: { 'X-Team': header } })],
      processors: [TelemetryProcessor.resourceAttributes({ 'team $': '007' }), TelemetryProcessor.removeAttributes(['email', 'service.name'])],
    });
    place.env.OUTPUT_1_HEADER_1 = expandedByKubernetes(rendered.container.env.find(({ name }: any) => name === 'OUTPUT_1_HEADER_1').value);
    await place.collect(rendered);
    expect([await place.send('traces', SPAN), await place.send('metrics', METRIC), await place.send('logs', LOG)]).toEqual([200, 200, 200]);
    const arrived = await place.receives(3);
    expect(arrived.map(({ kind, name, attributes }) => [kind, name, attributes]).sort())
      .toEqual([['logs', 'hello', {}], ['metrics', 'orders', {}], ['traces', 'buy', {}]]);
    for (const { resource } of arrived) {
      expect(resource).toEqual({
        'k8s.namespace.name': 'shop', 'k8s.pod.name': 'web-1', 'k8s.pod.uid': 'uid', 'k8s.node.name': 'node', 'team $': '007', 'x-team': header,
      });
    }
  });

  test('delivers to a server that asks for a certificate, and to none that it cannot verify', async () => {
    makeCertificate(place);
    const own = { cert_file: place.file('tls.crt'), key_file: place.file('tls.key'), client_ca_file: place.file('ca.crt') };
    await place.startReceiver(own);
    const url = `https://127.0.0.1:${place.grpc}`;
    const rendered = render((web) => {
      const secret = kplus.Secret.fromSecretName(web, 'Client', 'client');
      return { exporters: [TelemetryExporter.otlp({ url, caCertificate: { secret, key: 'ca.crt' }, clientCertificate: secret })] };
    });
    const child = await place.collect(rendered);
    expect(await place.send('traces', batchOfSpans(1, 1, 'web'))).toBe(200);
    await place.receives(1);
    await place.stop(child);
    await place.collect(render({ exporters: [TelemetryExporter.otlp({ url })] }));
    expect(await place.send('traces', batchOfSpans(2, 2, 'web'))).toBe(200);
    await eventually(() => place.said().includes('certificate signed by unknown authority'), () => `a refusal, but it said ${place.said()}`);
    expect(place.names()).toEqual(['span 1 of web']);
  });

  test('takes spans of old Jaeger clients, by UDP', async () => {
    await place.startReceiver();
    await collect({ receivers: [TelemetryReceiver.jaeger()], exporters: [grpc()] });
    const socket = dgram.createSocket('udp4');
    socket.send(compactSpan('legacy', 'buy'), place.ports[6831], '127.0.0.1', () => socket.close());
    expect(await place.receives(1)).toMatchObject([{ name: 'buy', resource: { 'service.name': 'legacy', 'k8s.pod.name': 'web-1' } }]);
  });

  test('scrapes pages of the pod, and shows metrics to Prometheus', async () => {
    const page = http.createServer((request, response) => response.end(`jobs{url="${request.url}"} 7\n`)).listen(place.ports[14268], '127.0.0.1');
    try {
      await place.startReceiver();
      await collect({
        receivers: [TelemetryReceiver.prometheus({
          targets: [{ port: place.ports[14268], path: '/probe?target=a$b', job: 'queue' }], interval: Duration.seconds(1),
        })],
        exporters: [TelemetryExporter.otlpHttp({ url: `http://127.0.0.1:${place.http}` }), TelemetryExporter.prometheus()],
      });
      await eventually(() => place.names().includes('jobs'), () => `the metric, got ${place.names()}`);
      expect(place.arrived().find(({ name }) => name === 'jobs')).toMatchObject({
        attributes: { url: '/probe?target=a%24b' }, resource: { 'service.name': 'queue', 'k8s.pod.name': 'web-1' },
      });
      const shown = async () => (await fetch(`http://127.0.0.1:${place.ports[8889]}/metrics`)).text();
      await eventually(async () => /^jobs\{.*k8s_pod_name="web-1".*\} 7/m.test(await shown()), () => 'the metric on the page');
    } finally {
      page.close();
    }
  });

  test('reads log files', async () => {
    await place.startReceiver();
    fs.writeFileSync(place.file('logs/app.log'), 'one\ntwo\n');
    await collect({ receivers: [TelemetryReceiver.files({ logFiles: [place.file('logs/*.log')] })], exporters: [grpc()] });
    const arrived = await place.receives(2);
    expect(arrived.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(arrived[0].resource['service.name']).toMatch(/^shop-web-/);
  });

  test('delivers what it had acknowledged before it was killed, when the server is back', async () => {
    const rendered = render({ exporters: [grpc()] });
    let sent = 0;
    for (let life = 0; life < 3; life++) {
      const child = await place.collect(rendered);
      for (let span = 0; span < 50; span++) {
        expect(await place.send('traces', batchOfSpans(++sent, sent, 'web'))).toBe(200);
      }
      await place.stop(child, life === 1 ? 'SIGTERM' : 'SIGKILL');
    }
    await place.startReceiver();
    await place.collect(rendered);
    await place.receives(sent);
  });

  test('refuses what its queue cannot hold, so that clients try again', async () => {
    await collect({
      exporters: [grpc({ signals: [TelemetrySignal.TRACES] })],
      queue: TelemetryQueue.persistent({ size: Size.mebibytes(8) }),
    });
    const large = batchOfSpans(1, 5_000, 'web'.padEnd(300, 'x'));
    const statuses: number[] = [];
    while (statuses.length < 10 && !statuses.includes(503)) {
      statuses.push(await place.send('traces', large));
    }
    expect([...new Set(statuses)]).toEqual([200, 503]);
  });

  test('acknowledges nothing that has not arrived, without a queue', async () => {
    await collect({ exporters: [grpc()], queue: TelemetryQueue.none() });
    const answer = place.send('traces', batchOfSpans(1, 1, 'web'));
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 1500, 'waits'))])).toBe('waits');
    await place.startReceiver();
    expect(await answer).toBe(200);
    expect(place.names()).toEqual(['span 1 of web']);
  });

  test('answers probes, and stops by itself', async () => {
    await place.startReceiver();
    const child = await collect();
    expect((await fetch(`http://127.0.0.1:${place.ports[13133]}/`)).status).toBe(200);
    await place.send('traces', SPAN); // the program answers probes a moment before it handles SIGTERM: by now it does
    await place.receives(1);
    expect(await place.stop(child)).toBe(0);
  });
});

/** A certificate for this machine, which is its own authority. */
function makeCertificate(place: Place): void {
  const { cert, key } = selfSigned('receiver', 'IP:127.0.0.1');
  fs.writeFileSync(place.file('tls.key'), key);
  ['tls.crt', 'ca.crt'].forEach((name) => fs.writeFileSync(place.file(name), cert));
}

/** What a container gets of the value of a variable that refers to none. */
function expandedByKubernetes(value: string): string {
  return value.replace(/\$\$/g, '$');
}
