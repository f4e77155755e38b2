import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { InitStep, SidecarLoggedApp, WorkloadKind } from '../../src';

/** An app with a log sidecar, as it should be. */
export class SidecarBestPractices extends Chart {
  constructor(scope: Construct) {
    super(scope, 'sidecar-best-practices', { disableResourceNameHashes: true });

    const { workload, logVolume } = new SidecarLoggedApp(this, 'App', {
      workload: WorkloadKind.deployment({
        replicas: 2,
        metadata: { name: 'sidecar-best-practices' },
        podMetadata: { labels: { app: 'best-practices' } },
      }),
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Best Practices Demo', '-listen=:8080'],
      port: 8080,
      readiness: probe(Duration.seconds(5)),
      liveness: probe(Duration.seconds(10)),
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
      },
      logFiles: ['/data/*.log'],
      logVolume: { volumeName: 'shared-data' },
      logSidecar: {
        containerName: 'log-sidecar',
        resources: {
          cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
          memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
        },
      },
    });
    const setup = new InitStep(workload, 'Setup', { image: 'busybox:1.36.1', command: ['sh', '-c', 'echo Setup complete | tee /data/setup.log'] });
    logVolume.mountTo(setup.container, '/data');
  }
}

function probe(period: Duration): Probe {
  return Probe.fromHttpGet('/', { port: 8080, initialDelaySeconds: period, periodSeconds: period });
}
