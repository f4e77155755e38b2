import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Deployment, Pods, Probe, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, PrometheusAlert, PrometheusRules, ResourceMonitor, ReverseProxy, ReverseProxyProgram, Scraping } from '../../src';

/** An app of which Prometheus gets response times, errors, CPU and memory, and warns above 800 ms and 3 % of errors. */
export class AppWithApm extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-apm', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      metadata: { name: 'app-with-apm' },
      podMetadata: { labels: { app: 'apm-demo' } },
      replicas: 2,
    });
    new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=App with APM', '-listen=:8080'],
      ports: [{ number: 8080 }],
      readiness: Probe.fromTcpSocket({ port: 8080 }),
    });
    new ReverseProxy(deployment, 'ApmAgent', {
      service: new Service(this, 'Service', {
        metadata: { name: 'app-with-apm' },
        selector: Pods.select(this, 'Selector', { labels: { app: 'apm-demo' } }),
        ports: [{ port: 8080 }],
      }),
      program: ReverseProxyProgram.envoy({
        metrics: {
          port: 9102,
          requests: 'apm_requests_total',
          latency: 'apm_latency_seconds',
          connections: 'apm_connections',
          buckets: [50, 100, 200, 400, 800, 1600, 3200].map(Duration.millis),
        },
        reportInterval: Duration.seconds(15),
        warnAbove: { latency: Duration.millis(800), errorPercent: 3 },
      }),
      scraping: Scraping.podMonitor({ name: 'apm-agent' }),
      configMapName: 'apm-config',
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      },
    });
    new ResourceMonitor(deployment, 'ApmResources', { scraping: Scraping.podMonitor({ name: 'apm-resources' }) });
    new PrometheusRules(this, 'Alerts', {
      name: 'app-with-apm',
      alerts: [
        PrometheusAlert.latency({ histogram: 'apm_latency_seconds', above: Duration.millis(800) }),
        PrometheusAlert.errorRate({ counter: 'apm_requests_total', abovePercent: 3 }),
      ],
    });
  }
}
