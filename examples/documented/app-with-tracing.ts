import { Chart } from 'cdk8s';
import { Deployment, Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, TelemetryCollector, TelemetryExporter, TelemetryReceiver } from '../../src';

/** An app with a collector for its spans, which takes those of old Jaeger clients too. */
export class AppWithTracing extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-tracing', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'App', {
      replicas: 1,
      metadata: { name: 'app-with-tracing' },
      podMetadata: { labels: { app: 'tracing-demo' } },
    });
    const app = new AppContainer(deployment, 'Web', {
      containerName: 'app',
      image: 'hashicorp/http-echo:1.0.0',
      args: ['-text=Traced application', '-listen=:8080'],
      ports: [{ number: 8080 }],
      readiness: Probe.fromTcpSocket({ port: 8080 }),
    });
    const telemetry = new TelemetryCollector(deployment, 'Telemetry', {
      containerName: 'jaeger-agent',
      configMapName: 'jaeger-config',
      receivers: [TelemetryReceiver.otlp(), TelemetryReceiver.jaeger()],
      exporters: [TelemetryExporter.otlp({ url: 'http://jaeger-collector:4317' }), TelemetryExporter.debug()],
    });
    telemetry.provideTo(app.container, { serviceName: 'tracing-demo' });
    telemetry.provideJaegerTo(app.container, { serviceName: 'tracing-demo' });
  }
}
