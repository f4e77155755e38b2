import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IInjectable, SharedVolume, Sidecar } from '../../src';
import { IMAGE, KINDS, newChart, newDeployment } from '../support/workloads';
import { beside, inject, logs, written } from './support/injection';

describe('what does not fit', () => {
  function failure(spec: object, pattern: IInjectable): string {
    const chart = newChart();
    new ApiObject(chart, 'Web', written(spec));
    inject(chart, { patterns: [pattern] });
    const messages = [1, 2].map(() => {
      try {
        Testing.synth(chart);
        return 'no failure';
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages[1]).toBe(messages[0]);
    return messages[0];
  }

  const main = { name: 'main', image: IMAGE };

  test.each<[string, object, string]>([
    ['name', { initContainers: [{ name: 'beside', image: IMAGE }] }, 'container name \'beside\' is already taken'],
    ['port', { containers: [{ ...main, ports: [{ containerPort: 9102 }] }] }, 'port 9102/TCP of container \'beside\' in \'shop/Web-pod\' is already taken by container \'main\''],
  ])('fails for a %s that is taken', (_, spec, message) => {
    const text = failure(spec, beside);
    expect(text).toContain('\'shop/Injected\' fails for Deployment \'shop/Web\': ');
    expect(text).toContain(message);
  });

  test('fails for a mount path that is taken', () => {
    const mounting: IInjectable = {
      patternId: 'Mounting',
      addTo: (workload, id) => {
        new Sidecar(workload, id, { image: IMAGE });
        new SharedVolume(workload, 'More').mountTo(workload.containers[0], '/data');
      },
    };
    const spec = { volumes: [{ name: 'data', emptyDir: {} }], containers: [{ ...main, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] };
    expect(failure(spec, mounting)).toContain('mount path \'/data\' of container \'main\' in \'shop/Web-pod\' is already taken by volume \'data\'');
  });

  test('fails for a volume name that is taken', () => {
    const mounting: IInjectable = {
      patternId: 'Mounting',
      addTo: (workload, id) => new Sidecar(workload, id, {
        image: IMAGE, volumeMounts: [{ path: '/data', volume: kplus.Volume.fromEmptyDir(workload, 'Data', 'data') }],
      }),
    };
    expect(failure({ volumes: [{ name: 'data', emptyDir: {} }] }, mounting)).toContain('volume name \'data\'');
  });

  test('fails for a classic sidecar in a Job', () => {
    const chart = newChart();
    const job = KINDS.Job(chart, { containers: [{ name: 'main', image: IMAGE }] });
    job.podMetadata.addAnnotation('cdk8s-pod-patterns/sidecar-mode', 'classic');
    inject(chart);
    expect(() => Testing.synth(chart)).toThrow('fails for Job \'shop/Web\': classic sidecar \'logs\' would keep Job');
  });

  test('fails when a pattern does not use its id', () => {
    const chart = newChart();
    newDeployment(chart);
    inject(chart, { patterns: [{ patternId: 'Logs', addTo: (workload) => new Sidecar(workload, 'Other', { image: IMAGE }) }] });
    expect(() => Testing.synth(chart)).toThrow('pattern \'Logs\' of \'shop/Injected\' has not created a construct with the given id');
  });

  test.each<[string, IInjectable[], string]>([
    ['no pattern', [], 'has no patterns: list at least one'],
    ['an id that is not valid', [{ ...logs, patternId: 'a,b' }], 'patternId \'a,b\' of \'shop/Injected\' is not valid'],
    ['an id twice', [logs, { ...beside, patternId: 'Logs' }], 'patternId \'Logs\' of \'shop/Injected\' is used twice'],
  ])('fails with %s', (_, patterns, message) => {
    expect(() => inject(newChart(), { patterns })).toThrow(message);
  });
});
