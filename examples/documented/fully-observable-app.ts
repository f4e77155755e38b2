import { Chart, Size } from 'cdk8s';
import { Cpu, Deployment, Pods, Probe, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AppContainer, AccessLog, LogOutput, LogParser, LogShipper, LogSidecar, ReverseProxy, ReverseProxyProgram, Scraping, SharedVolume,
  TelemetryCollector, TelemetryExporter,
} from '../../src';

/** An app whose requests leave a log line, a span and figures, although it knows nothing of any of them. */
export class FullyObservableApp extends Chart {
  constructor(scope: Construct) {
    super(scope, 'fully-observable-app', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      metadata: { name: 'fully-observable-app' },
      podMetadata: { labels: { app: 'observable-demo' } },
      replicas: 1,
    });
    const logs = new SharedVolume(deployment, 'Logs');
    new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Observable Application', '-listen=:8080'],
      ports: [{ number: 8080 }],
      volumeMounts: [{ path: '/var/log/app', volume: logs.volume }],
      readiness: Probe.fromTcpSocket({ port: 8080 }),
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      },
    });
    new TelemetryCollector(deployment, 'TraceCollector', {
      configMapName: 'trace-collector-config',
      exporters: [TelemetryExporter.otlp({ url: 'http://otel-collector:4317' }), TelemetryExporter.debug()],
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
      },
    });
    new LogSidecar(deployment, 'LogAggregator', {
      configMapName: 'log-aggregator-config',
      logFiles: ['/var/log/app/*.log'],
      shipper: LogShipper.openTelemetryCollector({
        parser: LogParser.json({ timeField: 'time', timeFormat: '%Y-%m-%dT%H:%M:%S.%LZ' }),
        outputs: [LogOutput.otlp({ url: 'http://otel-collector:4317' }), LogOutput.stdout()],
      }),
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(256) },
      },
    });
    new ReverseProxy(deployment, 'MetricsExporter', {
      service: new Service(this, 'Service', {
        metadata: { name: 'fully-observable-app' },
        selector: Pods.select(this, 'Selector', { labels: { app: 'observable-demo' } }),
        ports: [{ port: 8080 }],
      }),
      program: ReverseProxyProgram.envoy({
        metrics: { port: 9090 },
        accessLog: AccessLog.stdoutAndFile(logs),
        tracing: { serviceName: 'fully-observable-app' },
      }),
      scraping: Scraping.annotations(),
      configMapName: 'metrics-exporter-config',
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) },
      },
    });
  }
}
