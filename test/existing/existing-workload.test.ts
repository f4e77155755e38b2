import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ExistingWorkload, HealthMonitor, HealthTarget, MetricsAdapter, MetricsExporter, SafeRollout, Scraping, Sidecar, SidecarMode,
} from '../../src';
import { IMAGE, newChart } from '../support/workloads';
import { deployment, newApp, newObject, TEMPLATE } from './support/objects';

test('asked again, the workload is the same', () => {
  const object = deployment();
  expect(ExistingWorkload.of(object)).toBe(ExistingWorkload.of(object));
});

test('a whole app is synthesized with it', () => {
  const object = deployment();
  new HealthMonitor(ExistingWorkload.of(object), 'Health', { target: HealthTarget.http('http://localhost:8080/') });
  const app = App.of(object) as App;
  expect(app.synthYaml()).toContain('name: web\n');
});

describe('pods are selected', () => {
  const monitor = (web: ExistingWorkload) => {
    new MetricsAdapter(web, 'Metrics', { exporter: MetricsExporter.statsd(), scraping: Scraping.podMonitor() });
    const service = new kplus.Service(web, 'Service', { selector: web, ports: [{ port: 80 }] });
    const objects = Testing.synth(Chart.of(web));
    const selected = objects.find(({ kind }) => kind === 'PodMonitor').spec.selector.matchLabels;
    expect(objects.find(({ metadata }) => metadata.name === service.name).spec.selector).toEqual(selected);
    return [selected, objects.find(({ metadata }) => metadata.name === 'web')];
  };

  test('by the selector of the object', () => {
    const [selected, { spec: { template } }] = monitor(ExistingWorkload.of(deployment({ ...TEMPLATE, metadata: { labels: { app: 'web', tier: 'front' } } })));
    expect(selected).toEqual({ app: 'web' });
    expect(template.metadata.labels).toEqual({ app: 'web', tier: 'front' });
  });

  test('by the labels of the pods', () => {
    const [selected] = monitor(ExistingWorkload.of(newObject({ kind: 'Job', apiVersion: 'batch/v1', spec: { template: TEMPLATE } })));
    expect(selected).toEqual({ app: 'web' });
  });

  test('by a label of their own where they have none', () => {
    const [selected, pod] = monitor(ExistingWorkload.of(newObject({ kind: 'Pod', apiVersion: 'v1', spec: TEMPLATE.spec })));
    expect(selected).toEqual(pod.metadata.labels);
    expect(Object.keys(selected)).toEqual([kplus.Pod.ADDRESS_LABEL]);
  });
});

test('an autoscaler takes the place of the replicas', () => {
  const object = deployment(
    { ...TEMPLATE, spec: { containers: [{ name: 'web', image: IMAGE, resources: { requests: { cpu: '1' } } }] } }, { replicas: 3 },
  );
  new SafeRollout(ExistingWorkload.of(object), 'Rollout', { scaling: { maxReplicas: 9 } });
  const objects = Testing.synth(object.chart);
  expect(objects.find(({ kind }) => kind === 'Deployment').spec).not.toHaveProperty('replicas');
  expect(objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
});

test('replicas, autoscalers and overlapping runs are known, as migrations ask for them', () => {
  const scaled = ExistingWorkload.of(deployment(TEMPLATE, { replicas: 3 }));
  scaled.markHasAutoscaler();
  expect([scaled.replicas, scaled.hasAutoscaler, ExistingWorkload.of(deployment()).replicas]).toEqual([3, true, 1]);
  const job = newObject({ kind: 'CronJob', apiVersion: 'batch/v1', spec: { jobTemplate: { spec: { template: TEMPLATE } } } });
  expect(ExistingWorkload.of(job).concurrencyPolicy).toBe(kplus.ConcurrencyPolicy.ALLOW);
});

describe('fails when', () => {
  test.each<[string, () => unknown, string]>([
    ['the object has no pod template', () => ExistingWorkload.of(newObject({ kind: 'Service', spec: {} })), "Service 'shop/Web' has no pod template with containers: pass an"],
    ['the template has no containers', () => ExistingWorkload.of(deployment({ spec: { containers: [] } })), "Deployment 'shop/Web' has no pod template"],
    ['nothing is where its user says', () => ExistingWorkload.of(deployment(), { podTemplate: '/spec/pods' }), "has no pod template with containers at '/spec/pods'"],
    ['the place is not valid', () => ExistingWorkload.of(deployment(), { podTemplate: 'spec.template' }), "podTemplate 'spec.template' of 'shop/Web' is not a JSON pointer"],
    ['the place has no name between two slashes', () => ExistingWorkload.of(deployment(), { podTemplate: '/spec//template' }), "podTemplate '/spec//template' of 'shop/Web' is not a JSON pointer"],
    ['the object belongs to a workload of cdk8s-plus', () => ExistingWorkload.of(ApiObject.of(new kplus.Deployment(newChart(), 'Web', { containers: [{ image: IMAGE }] }))),
      "is part of a workload of cdk8s-plus, which can be the scope of patterns itself: pass 'shop/Web' to them"],
    ['it is not an object', () => ExistingWorkload.of(newChart() as any), 'is not an ApiObject: pass one, such as an item of the apiObjects of an'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a later patch takes the template away', () => {
    const object = deployment();
    new Sidecar(ExistingWorkload.of(object), 'Beside', { image: IMAGE });
    object.addJsonPatch(JsonPatch.remove('/spec/template'));
    expect(() => Testing.synth(object.chart)).toThrow("'shop/Web' has lost its pod template after ExistingWorkload.of() had read it");
  });

  test('a classic sidecar would keep a Job from completing', () => {
    const job = ExistingWorkload.of(newObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: TEMPLATE } }, newApp(SidecarMode.CLASSIC)));
    expect(() => new Sidecar(job, 'Beside', { image: IMAGE })).toThrow("classic sidecar 'beside' would keep Job 'shop/Web-pod' from completing");
  });
});
