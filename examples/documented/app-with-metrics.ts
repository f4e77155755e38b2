import { Chart, Duration, Size, Yaml } from 'cdk8s';
import { ConfigMap, Cpu, Deployment, Pods, Probe, Service, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AppContainer, ReverseProxy, ReverseProxyProgram, SecurityBaseline, SharedVolume, Sidecar, VolumeSource,
} from '../../src';

/** An app without metrics, behind a proxy that counts its requests, and a Prometheus that reads them. */
export class AppWithMetrics extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-metrics', { disableResourceNameHashes: true });

    const selector = Pods.select(this, 'Selector', { labels: { app: 'metrics-demo' } });
    const deployment = new Deployment(this, 'Deployment', {
      metadata: { name: 'app-with-metrics' },
      podMetadata: { labels: { app: 'metrics-demo' } },
      replicas: 1,
    });
    new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=App with metrics', '-listen=:8080'],
      ports: [{ number: 8080, name: 'http' }],
      readiness: Probe.fromTcpSocket({ port: 8080 }),
    });
    new ReverseProxy(deployment, 'DemoMetrics', {
      service: new Service(this, 'Service', { metadata: { name: 'app-with-metrics' }, selector, ports: [{ port: 8080 }] }),
      program: ReverseProxyProgram.envoy({
        metrics: { port: 9102, requests: 'demo_requests_total', latency: 'demo_latency_seconds', connections: 'demo_connections' },
      }),
      configMapName: 'demo-metrics-config',
    });

    const config = new ConfigMap(this, 'PrometheusConfig', { metadata: { name: 'prometheus-config' }, data: { 'prometheus.yml': Yaml.stringify(PROMETHEUS) } });
    const storage = new SharedVolume(deployment, 'PrometheusStorage', { source: VolumeSource.emptyDir({ sizeLimit: Size.gibibytes(2) }) });
    new Sidecar(deployment, 'Prometheus', {
      image: 'prom/prometheus:v3.5.0',
      args: [
        '--config.file=/etc/prometheus/prometheus.yml',
        '--storage.tsdb.path=/prometheus',
        '--web.console.libraries=/usr/share/prometheus/console_libraries',
        '--web.console.templates=/usr/share/prometheus/consoles',
      ],
      ports: [{ number: 9090, name: 'prometheus' }],
      volumeMounts: [
        { path: '/etc/prometheus', volume: Volume.fromConfigMap(this, 'PrometheusVolume', config, { name: 'prometheus-config' }), readOnly: true },
        { path: '/prometheus', volume: storage.volume },
      ],
      readiness: Probe.fromHttpGet('/-/ready', { port: 9090, failureThreshold: 3, periodSeconds: Duration.seconds(5) }),
      liveness: Probe.fromHttpGet('/-/healthy', { port: 9090, failureThreshold: 3, periodSeconds: Duration.seconds(10) }),
      security: SecurityBaseline.restricted({ user: 65534 }),
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) },
      },
    });
    new Service(this, 'PrometheusService', {
      metadata: { name: 'metrics-demo-prometheus' },
      selector,
      ports: [{ port: 9090, targetPort: 9090, name: 'prometheus' }],
    });
  }
}

const PROMETHEUS = {
  global: { scrape_interval: '15s' },
  scrape_configs: [{ job_name: 'app-metrics', static_configs: [{ targets: ['localhost:9102'] }] }],
};
