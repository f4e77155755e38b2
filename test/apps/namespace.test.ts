import { Chart, App, Testing } from 'cdk8s';
import { ConfigFile, MetricsExporter, Microservice, ReverseProxyProgram, Scraping, SidecarLoggedApp, WorkloadKind } from '../../src';
import { IMAGE } from '../support/workloads';

const newChart = () => new Chart(new App(), 'shop', { namespace: 'of-chart' });
const placesOf = (chart: Chart) => Testing.synth(chart).map(({ kind, metadata }) => `${kind} ${metadata.namespace}`).sort();

test('all that belongs to a service is in the namespace of its workload, which may not be that of the chart', () => {
  const chart = newChart();
  new Microservice(chart, 'Orders', {
    image: IMAGE,
    port: 8080,
    workload: WorkloadKind.deployment({ metadata: { namespace: 'own' } }),
    config: { files: [ConfigFile.text('app.conf', 'mode=full')] },
    proxy: { program: ReverseProxyProgram.nginx() },
    metrics: { exporter: MetricsExporter.statsd(), scraping: Scraping.serviceMonitor() },
    rollout: { alerts: {}, scaling: { maxReplicas: 5 } },
  });
  const places = placesOf(chart);
  expect(places.filter((place) => !place.endsWith(' own'))).toEqual([]);
  expect(places).toEqual(expect.arrayContaining(['Deployment', 'Service', 'NetworkPolicy', 'PodDisruptionBudget', 'HorizontalPodAutoscaler', 'PrometheusRule']
    .map((kind) => `${kind} own`)));
});

test.each([[true, 8080], [false, undefined]])('so is the Service of a StatefulSet (with a port: %s)', (_, port) => {
  const chart = newChart();
  new SidecarLoggedApp(chart, 'Ledger', {
    image: IMAGE, port, workload: WorkloadKind.statefulSet({ metadata: { namespace: 'own' } }), logFiles: ['/logs/*.log'],
  });
  expect(placesOf(chart)).toEqual(['ConfigMap own', 'Service own', 'StatefulSet own']);
});
