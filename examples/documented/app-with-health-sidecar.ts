import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Pod, Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, HealthMonitor, HealthTarget, SecurityBaseline } from '../../src';

/** nginx with a liveness probe, and a sidecar that says whether it answers, in its log and as metrics. */
export class AppWithHealthSidecar extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-health-sidecar', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'app-with-health-sidecar' } });
    new AppContainer(pod, 'App', {
      image: 'nginx:1.29.4',
      ports: [{ number: 80 }],
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      liveness: Probe.fromHttpGet('/', { port: 80, initialDelaySeconds: Duration.seconds(5), periodSeconds: Duration.seconds(5) }),
    });
    new HealthMonitor(pod, 'HealthMonitor', {
      target: HealthTarget.http('http://localhost:80'),
      interval: Duration.seconds(10),
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      },
    });
  }
}
