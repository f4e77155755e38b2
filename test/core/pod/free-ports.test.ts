import * as kplus from 'cdk8s-plus-28';
import { freePorts } from '../../../src/core/pod/free-ports';
import {
  AllowedPeer, AmbassadorProxy, AppContainer, JsonMetric, MetricsAdapter, MetricsExporter, MutualTls, ReverseProxy,
  ReverseProxyProgram, TelemetryCollector, TelemetryExporter, TelemetryReceiver, TlsCertificate, Upstream,
} from '../../../src/index';
import { IMAGE, newChart, newDeployment, podSpecOf } from '../../support/workloads';

describe('ports that are taken in one go', () => {
  test('are none of the pod, none that was given, and none that was chosen before', () => {
    const web = newDeployment();
    new AppContainer(web, 'App', { image: IMAGE, ports: [{ number: 9000 }] });
    expect(freePorts(web, { one: { preferred: 9000 }, two: { preferred: 9000 }, three: { given: 9001, preferred: 1 } }, [9003]))
      .toEqual({ one: 9002, two: 9004, three: 9001 });
  });
});

const exporters = [TelemetryExporter.debug()];
const http = (localPort?: number, host = 'a') => Upstream.http({ host, localPort });
const json = { url: 'http://127.0.0.1:5678/', metrics: [JsonMetric.gauge('answer', { value: ['answer'], help: 'Answer.' })] };

test.each<[string, (web: kplus.Deployment) => void]>([
  ['a StatsD exporter', (web) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.statsd({ statsdPort: 9102 }) })],
  ['the page of a StatsD exporter', (web) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.statsd({ port: 9125 }) })],
  ['the page of a JSON exporter', (web) => new MetricsAdapter(web, 'It', { exporter: MetricsExporter.json({ ...json, port: 7980 }) })],
  ['the health of an ambassador', (web) => new AmbassadorProxy(web, 'It', { upstreams: [http()], healthPort: 8080 })],
  ['a later upstream', (web) => new AmbassadorProxy(web, 'It', { upstreams: [http(), http(8080, 'b')] })],
  ['the metrics of a reverse proxy', (web) => new ReverseProxy(web, 'It', { serviceElsewhere: true, appPort: 5678, program: ReverseProxyProgram.envoy({ metrics: { port: 8080 } }) })],
  ['a reverse proxy', (web) => new ReverseProxy(web, 'It', { serviceElsewhere: true, appPort: 5678, port: 9901, program: ReverseProxyProgram.envoy() })],
  ['the health of ghostunnel', (web) => new MutualTls(web, 'It', {
    serviceElsewhere: true,
    certificate: TlsCertificate.fromSecret(kplus.Secret.fromSecretName(web, 'Tls', 'tls')),
    allowedPeers: [AllowedPeer.anyOfAuthority()],
    appPort: 5678,
    healthPort: 8443,
  })],
  ['the metrics of a Collector', (web) => new TelemetryCollector(web, 'It', { exporters, metricsPort: 13133 })],
  ['a receiver, on the port for health', (web) => new TelemetryCollector(web, 'It', { exporters, receivers: [TelemetryReceiver.otlp({ httpPort: 13133 })] })],
  ['a receiver, on the port for metrics', (web) => new TelemetryCollector(web, 'It', { exporters, receivers: [TelemetryReceiver.otlp({ grpcPort: 8888 })] })],
])('a port that is given to %s makes way for no other of the same container', (_, add) => {
  const chart = newChart();
  add(newDeployment(chart));
  const { initContainers } = podSpecOf(chart);
  const ports = initContainers.flatMap((container: any) => container.ports ?? []).map(({ containerPort, protocol }: any) => `${containerPort}/${protocol ?? 'TCP'}`);
  expect(new Set(ports).size).toBe(ports.length);
});
