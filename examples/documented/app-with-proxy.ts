import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Deployment, Pods, Probe, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, HeaderValue, ReverseProxy, ReverseProxyProgram } from '../../src';

/** An app behind nginx, which adds headers, keeps responses for a moment and answers on /health. */
export class AppWithProxy extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-proxy', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'App', {
      replicas: 2,
      metadata: { name: 'app-with-proxy' },
      podMetadata: { labels: { app: 'proxy-demo' } },
    });
    new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Hello from the app!', '-listen=:8080'],
      ports: [{ number: 8080 }],
      readiness: Probe.fromTcpSocket({ port: 8080 }),
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(200) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      },
    });
    const service = new Service(this, 'Service', {
      metadata: { name: 'proxy-demo-service' },
      selector: Pods.select(this, 'Selector', { labels: { app: 'proxy-demo' } }),
      ports: [{ port: 80, targetPort: 8080 }],
    });
    new ReverseProxy(deployment, 'NginxProxy', {
      service,
      port: 80,
      program: ReverseProxyProgram.nginx({
        image: 'nginx:1.29.4-alpine',
        cache: { size: Size.mebibytes(10), validFor: Duration.seconds(5) },
      }),
      responseHeaders: {
        'X-Cache-Status': HeaderValue.cacheStatus(),
        'X-Upstream-Response-Time': HeaderValue.appResponseTime(),
      },
      healthPath: '/health',
      configMapName: 'nginx-proxy-config',
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      },
    });
  }
}
