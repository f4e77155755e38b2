import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { LogShipper, SecurityBaseline, SidecarLoggedApp, WorkloadKind } from '../../src';

/** nginx with a sidecar, of another image than busybox, that shows its access log and its error log. */
export class Webserver extends Chart {
  constructor(scope: Construct) {
    super(scope, 'webserver', { disableResourceNameHashes: true });

    new SidecarLoggedApp(this, 'Web', {
      workload: WorkloadKind.pod({ metadata: { name: 'webserver' } }),
      containerName: 'nginx-container',
      image: 'nginx:1.29.4',
      port: 80,
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      logFiles: ['/var/log/nginx/access.log', '/var/log/nginx/error.log'],
      logVolume: { volumeName: 'shared-logs' },
      shipper: LogShipper.stream({ image: 'ubuntu:24.04' }),
      logSidecar: { containerName: 'sidecar-container' },
    });
  }
}
