import { ApiObject, Testing } from 'cdk8s';
import { IInjectable, Sidecar, SidecarInjection, SidecarMode, TelemetryCollector, TelemetryExporter } from '../../src';
import { IMAGE, newChart, newDeployment, podSpecOf } from '../support/workloads';
import { beside, inject, logs, namesIn, written } from './support/injection';

describe('annotations', () => {
  function specWith(annotations: { [name: string]: string }, patterns = [logs]): any {
    const chart = newChart();
    const web = newDeployment(chart);
    Object.entries(annotations).forEach(([name, value]) => web.podMetadata.addAnnotation(`cdk8s-pod-patterns/${name}`, value));
    inject(chart, { patterns, allowNone: true });
    return podSpecOf(chart);
  }

  test('inject: false keeps patterns out', () => {
    expect(namesIn(specWith({ inject: 'false' }))).toEqual(['main']);
  });

  test('injected keeps single patterns out', () => {
    expect(namesIn(specWith({ injected: 'Other, Logs' }, [logs, beside]))).toEqual(['beside', 'main']);
  });

  test.each([['inject', false, 'the boolean false'], ['logs.cpu', 1, 'the number 1']])('fails when %s is %s in YAML without quotes', (name, value, found) => {
    const chart = newChart();
    new ApiObject(chart, 'Web', written({}, { [`cdk8s-pod-patterns/${name}`]: value as any }));
    inject(chart);
    expect(() => Testing.synth(chart)).toThrow(`annotation 'cdk8s-pod-patterns/${name}' is ${found}, but annotations are texts: write it as '${value}'`);
  });

  test('sidecar-mode goes before the mode of the pattern', () => {
    const native: IInjectable = { ...logs, addTo: (workload, id) => new Sidecar(workload, id, { image: IMAGE, sidecarMode: SidecarMode.NATIVE }) };
    const spec = specWith({ 'sidecar-mode': 'classic' }, [native]);
    expect([spec.initContainers, spec.containers.map(({ name }: any) => name)]).toEqual([undefined, ['main', 'logs']]);
  });

  test('image, cpu and memory of a container go before those of the pattern, and lower limits rise', () => {
    const { initContainers: [container] } = specWith({ 'logs.image': 'mirror/busybox:1.37', 'logs.cpu': '0.3', 'logs.memory': '48Mi' });
    expect(container).toMatchObject({
      image: 'mirror/busybox:1.37',
      resources: { requests: { cpu: '300m', memory: '48Mi' }, limits: { cpu: '300m', memory: '64Mi' } },
    });
  });

  test('a configuration fits the memory that an annotation gives', () => {
    const telemetry: IInjectable = {
      patternId: 'Telemetry',
      addTo: (workload, id) => new TelemetryCollector(workload, id, { exporters: [TelemetryExporter.otlp({ url: 'http://tempo:4317' })] }),
    };
    const limitOf = (annotations: { [name: string]: string }) => {
      const spec = specWith(annotations, [telemetry]);
      return JSON.stringify(spec.initContainers.find(({ name }: any) => name === 'telemetry').env);
    };
    expect(limitOf({ 'telemetry.memory': '1Gi' })).not.toBe(limitOf({}));
  });

  test.each([
    ['inject', 'no', 'set it to \'false\''],
    ['sidecar-mode', 'ambient', 'set it to \'native\' or \'classic\''],
    ['logs.cpu', 'much', 'is not a quantity above 0'],
    ['logs.memory', '-1Mi', 'is not a quantity above 0'],
    ['logs.image', 'a b', 'is not an image'],
    ['lgos.cpu', '100m', 'matches no injected container: use one of cdk8s-pod-patterns/inject, '],
    ['logs.disk', '100Mi', 'matches no injected container'],
    ['main.cpu', '100m', 'matches no injected container'],
  ])('fails when %s is %s', (name, value, message) => {
    expect(() => specWith({ [name]: value })).toThrow(message);
    expect(() => specWith({ [name]: value })).toThrow('fails for Deployment \'shop/Web\': annotation \'cdk8s-pod-patterns/');
  });

  test('an annotation may be for a container of another injection', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    web.podMetadata.addAnnotation('cdk8s-pod-patterns/beside.cpu', '70m');
    inject(chart);
    new SidecarInjection(chart, 'Second', { patterns: [beside] });
    expect(podSpecOf(chart).initContainers[1].resources.requests.cpu).toBe('70m');
  });
});
