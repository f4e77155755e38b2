import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SecurityBaseline, SidecarLoggedApp, WorkloadKind } from '../../src';

/** nginx with a sidecar that shows the lines of its access log. */
export class WebWithSidecar extends Chart {
  constructor(scope: Construct) {
    super(scope, 'web-with-sidecar', { disableResourceNameHashes: true });

    new SidecarLoggedApp(this, 'Web', {
      workload: WorkloadKind.pod({ metadata: { name: 'web-with-sidecar', labels: { app: 'web-demo' } } }),
      containerName: 'web-app',
      image: 'nginx:1.29.4',
      port: 80,
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
        memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      },
      logFiles: ['/var/log/nginx/access.log'],
      logVolume: { volumeName: 'shared-logs' },
      logSidecar: {
        containerName: 'log-processor',
        resources: {
          cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
          memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
        },
      },
    });
  }
}
