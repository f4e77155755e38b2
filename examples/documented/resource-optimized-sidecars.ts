import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  LogShipper, MetricsAdapter, MetricsExporter, ResourceProfile, SecurityBaseline, SidecarLoggedApp, WorkloadKind,
} from '../../src';

/** nginx with most of the CPU and memory, and two sidecars that get by with little. */
export class ResourceOptimizedSidecars extends Chart {
  constructor(scope: Construct) {
    super(scope, 'resource-optimized-sidecars', { disableResourceNameHashes: true });

    ResourceProfile.LEAN_SIDECARS.applyTo(this);
    const app = new SidecarLoggedApp(this, 'App', {
      workload: WorkloadKind.pod({ metadata: { name: 'resource-optimized-sidecars' } }),
      image: 'nginx:1.29.4',
      port: 80,
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      logFiles: ['/var/log/nginx/*.log'],
      shipper: LogShipper.fluentBit({ image: 'fluent/fluent-bit:5.1.1' }),
      logSidecar: { containerName: 'log-sidecar', configMapName: 'log-sidecar-config' },
    });
    new MetricsAdapter(app.workload, 'MetricsSidecar', {
      exporter: MetricsExporter.statsd(),
      configMapName: 'metrics-sidecar-config',
    });
  }
}
