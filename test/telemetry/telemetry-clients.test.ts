import * as kplus from 'cdk8s-plus-28';
import { render, TEMPO, envOf } from './support/telemetry';
import { TelemetryExporter, TelemetryPipeline, TelemetryReceiver, TelemetrySignal } from '../../src';

const otlp = TelemetryReceiver.otlp();

test.each<[string, Parameters<typeof render>[0], string[]]>([
  ['traces alone', { exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317', signals: [TelemetrySignal.TRACES] })] }, ['OTEL_METRICS_EXPORTER', 'OTEL_LOGS_EXPORTER']],
  ['all', { exporters: [TEMPO] }, []],
  ['metrics for Prometheus', { exporters: [TelemetryExporter.prometheus()] }, ['OTEL_TRACES_EXPORTER', 'OTEL_LOGS_EXPORTER']],
  ['what a pipeline takes of another receiver', {
    pipelines: [
      TelemetryPipeline.traces({ receivers: [otlp], exporters: [TEMPO] }),
      TelemetryPipeline.metrics({ receivers: [TelemetryReceiver.prometheus({ targets: [{ port: 9102 }] })], exporters: [TEMPO] }),
      TelemetryPipeline.logs({ receivers: [otlp], exporters: [TEMPO] }),
    ],
  }, ['OTEL_METRICS_EXPORTER']],
])('a client that may send %s sends nothing else', (_, props, none) => {
  const env = envOf(render(props, (telemetry, web) => telemetry.provideTo(web.containers[0])).app);
  expect(Object.keys(env).filter((name) => env[name] === 'none')).toEqual(none);
});

test('a client that says itself what becomes of a signal goes on doing so', () => {
  const { app } = render({ exporters: [TelemetryExporter.prometheus()] }, (telemetry, web) => {
    web.containers[0].env.addVariable('OTEL_LOGS_EXPORTER', kplus.EnvValue.fromValue('console'));
    telemetry.provideTo(web.containers[0]);
  });
  expect(envOf(app)).toMatchObject({ OTEL_LOGS_EXPORTER: 'console', OTEL_TRACES_EXPORTER: 'none' });
});
