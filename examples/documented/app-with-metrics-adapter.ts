import { Chart, Duration } from 'cdk8s';
import { Deployment, Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, MetricsAdapter, MetricsExporter, SharedVolume, TextMetric } from '../../src';

/** A text file of the app becomes metrics for Prometheus. */
export class AppWithMetricsAdapter extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-metrics-adapter', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      metadata: { name: 'app-with-metrics-adapter' },
      podMetadata: { labels: { app: 'metrics-adapter-demo' } },
      replicas: 1,
    });
    const metrics = new SharedVolume(deployment, 'Metrics');
    new AppContainer(deployment, 'App', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [WRITE_METRICS],
      volumeMounts: [{ path: '/metrics', volume: metrics.volume }],
    });
    new MetricsAdapter(deployment, 'MetricsAdapter', {
      exporter: MetricsExporter.textFile({
        path: '/metrics/app-metrics.txt',
        patterns: [
          'CUSTOM_FORMAT: requests=(?<requests>[0-9]+), errors=(?<errors>[0-9]+)',
          'CUSTOM_FORMAT: requests=(?<requests>[0-9]+), errors=(?<errors>[0-9]+), latency_ms=(?<latency>[0-9]+)',
        ],
        reportInterval: Duration.seconds(10),
        metrics: [
          TextMetric.counter('app_requests_total', { help: 'Requests that the app has taken.', group: 'requests' }),
          TextMetric.counter('app_errors_total', { help: 'Requests that have failed.', group: 'errors' }),
          TextMetric.gauge('app_latency_seconds', { help: 'Time of the last request.', group: 'latency', factor: 0.001 }),
        ],
      }),
      readiness: Probe.fromHttpGet('/metrics', { port: 9090, initialDelaySeconds: Duration.seconds(3), periodSeconds: Duration.seconds(5) }),
    });
  }
}

const WRITE_METRICS = `trap exit TERM
requests=0
errors=0
while true; do
  requests=$((requests + 1 + $(date +%s) % 7))
  errors=$((errors + requests % 2))
  latency=$((20 + requests % 80))
  echo "CUSTOM_FORMAT: requests=$requests, errors=$errors, latency_ms=$latency" > /metrics/app-metrics.txt
  sleep 10 & wait $!
done
`;
