import { Cron, Testing } from 'cdk8s';
import { LogSidecar, SidecarLoggedApp, WorkloadKind, ExistingWorkload } from '../../../src';
import { newObject, TEMPLATE } from '../../existing/support/objects';
import { IMAGE, newChart } from '../../support/workloads';

const KINDS: { [kind: string]: (name: string) => WorkloadKind } = {
  StatefulSet: (name) => WorkloadKind.statefulSet({ metadata: { name } }),
  CronJob: (name) => WorkloadKind.cronJob({ schedule: Cron.daily(), metadata: { name } }),
  Deployment: (name) => WorkloadKind.deployment({ metadata: { name } }),
};

function synthesize(kind: string, length: number): any[] {
  const chart = newChart();
  new SidecarLoggedApp(chart, 'App', { image: IMAGE, logFiles: ['/logs/*.log'], workload: KINDS[kind]('x'.repeat(length)) });
  return Testing.synth(chart);
}

test.each([['StatefulSet', 52], ['CronJob', 52], ['Deployment', 60]])('a %s may have a name of %i characters', (kind, length) => {
  expect(synthesize(kind, length).find((object) => object.kind === kind).metadata.name).toHaveLength(length);
});

describe('fails when', () => {
  test.each(['StatefulSet', 'CronJob'])('a %s has a longer name', (kind) => {
    expect(() => synthesize(kind, 53)).toThrow(`of ${kind} 'shop/App' has 53 characters, but 52 is the most with which it gets pods: set a shorter one in its metadata`);
  });

  test('an object of others has one', () => {
    const object = newObject({ kind: 'StatefulSet', apiVersion: 'apps/v1', metadata: { name: 'x'.repeat(53) }, spec: { template: TEMPLATE } });
    expect(() => new LogSidecar(ExistingWorkload.of(object), 'Logs', { logFiles: ['/logs/*.log'] })).toThrow('has 53 characters');
  });
});
