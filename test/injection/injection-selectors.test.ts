import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { WorkloadSelector } from '../../src';
import { IMAGE, newChart, newDeployment } from '../support/workloads';
import { beside, inject, injectedIn, written } from './support/injection';

describe('selectors', () => {
  const { labels, annotations, kinds, namespaces, paths, allOf, anyOf, noneOf, everything } = WorkloadSelector;

  test.each<[string, WorkloadSelector, string[]]>([
    ['everything', everything(), ['api', 'job', 'web']],
    ['labels of pods', labels({ tier: 'web' }), ['web']],
    ['labels of workloads', labels({ team: 'a' }), ['job']],
    ['labels with any value', labels({ tier: '*' }), ['api', 'web']],
    ['labels added by a JSON patch', labels({ patched: 'yes' }), ['web']],
    ['annotations', annotations({ 'sidecar.istio.io/inject': 'true' }), ['api']],
    ['kinds', kinds(['Job', 'CronJob']), ['job']],
    ['namespaces', namespaces(['batch']), ['job']],
    ['the default namespace', namespaces(['default']), ['api', 'web']],
    ['paths', paths(['shop/Api', 'shop/J*']), ['api', 'job']],
    ['paths of any depth', paths(['**/Web']), ['web']],
    ['all of', allOf([kinds(['Deployment']), labels({ tier: 'web' })]), ['web']],
    ['any of', anyOf([kinds(['Job']), labels({ tier: 'web' })]), ['job', 'web']],
    ['none of', noneOf([kinds(['Job']), labels({ tier: 'web' })]), ['api']],
  ])('%s', (_, into, expected) => {
    const chart = newChart();
    const web = new kplus.Deployment(new Chart(chart, 'nested'), 'Web', { metadata: { name: 'web' }, containers: [{ name: 'main', image: IMAGE }] });
    web.podMetadata.addLabel('tier', 'web');
    ApiObject.of(web).addJsonPatch(JsonPatch.add('/spec/template/metadata/labels/patched', 'yes'));
    new ApiObject(chart, 'Api', {
      ...written({}, { 'sidecar.istio.io/inject': 'true' }, { tier: 'api' }), metadata: { name: 'api' },
    });
    new kplus.Job(chart, 'Job', {
      metadata: { name: 'job', namespace: 'batch', labels: { team: 'a' } }, containers: [{ name: 'main', image: IMAGE }],
    });
    inject(chart, { into, patterns: [beside] });
    const all = [chart, ...chart.node.findAll().filter(Chart.isChart)].flatMap((one) => Object.entries(injectedIn(one as Chart)));
    const found = all.filter(([, names]) => names.includes('beside')).map(([name]) => name);
    expect([...new Set(found)].sort()).toEqual(expected);
  });

  test.each([
    ['labels', () => labels({})], ['annotations', () => annotations({})], ['kinds', () => kinds([])], ['selectors', () => allOf([])],
  ])('fails when %s are empty', (what, make) => {
    expect(make).toThrow(`a workload selector has no ${what}: list at least one`);
  });

  test('fails when nothing is picked, and says what there is', () => {
    const chart = newChart();
    newDeployment(chart);
    inject(chart, { into: labels({ tier: 'db' }) });
    expect(() => Testing.synth(chart))
      .toThrow('\'shop/Injected\' picks no workload in \'shop\' by labels tier=db (there are: Deployment \'shop/Web\'): change \'into\', or set \'allowNone\'');
  });

  test('fails when all that are picked keep patterns out', () => {
    const chart = newChart();
    newDeployment(chart).podMetadata.addAnnotation('cdk8s-pod-patterns/inject', 'false');
    inject(chart);
    expect(() => Testing.synth(chart))
      .toThrow('\'shop/Injected\' picks only workloads that keep patterns out by the annotation \'cdk8s-pod-patterns/inject\': Deployment \'shop/Web\'');
  });

  test.each([undefined, null, 1, true])('fails for a label whose value is %s', (value) => {
    expect(() => labels({ tier: value } as any)).toThrow(`a workload selector has labels with the value ${value} for 'tier', which is no text`);
  });

  test('nothing may be picked when that is allowed', () => {
    const chart = newChart();
    inject(chart, { allowNone: true });
    expect(Testing.synth(chart)).toEqual([]);
  });
});
