import { Chart, Duration } from 'cdk8s';
import { Deployment, Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AccessLog, AmbassadorProgram, AmbassadorProxy, AppContainer, Upstream } from '../../src';

/** A web app whose calls to another service, at 127.0.0.1:9000, are tried again, cut off, or not made while the service is down. */
export class ResilientApp extends Chart {
  constructor(scope: Construct) {
    super(scope, 'resilient-app', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      replicas: 2,
      metadata: { name: 'resilient-app' },
      podMetadata: { labels: { app: 'resilient-app' } },
    });
    const app = new AppContainer(deployment, 'App', {
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Resilient app', '-listen=:8080'],
      ports: [{ number: 8080 }],
      readiness: Probe.fromTcpSocket({ port: 8080 }),
      liveness: Probe.fromHttpGet('/', { port: 8080, initialDelaySeconds: Duration.seconds(5), periodSeconds: Duration.seconds(5) }),
    });
    const calls = new AmbassadorProxy(deployment, 'TrafficManager', {
      upstreams: [Upstream.http({
        host: 'upstream',
        port: 8080,
        localPort: 9000,
        timeouts: { connect: Duration.seconds(1), request: Duration.seconds(3) },
        retries: { maxRetries: 2, pause: Duration.millis(50) },
        circuitBreaker: { maxConnections: 50, maxPendingRequests: 20, maxRequests: 100 },
        outlierDetection: { consecutiveFailures: 5, ejectionTime: Duration.seconds(10) },
      })],
      program: AmbassadorProgram.envoy({ accessLog: AccessLog.stdout() }),
      configMapName: 'traffic-manager-config',
    });
    calls.endpoint.provideTo(app.container, { url: 'UPSTREAM_URL' });
  }
}
