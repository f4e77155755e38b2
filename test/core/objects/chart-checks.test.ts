import { App, Chart, Testing } from 'cdk8s';
import { checkLater } from '../../../src/core/objects/chart-checks';

function chartWithFault(app: App, id: string): Chart {
  const chart = new Chart(app, id);
  checkLater(chart, () => [`fault of ${id}`]);
  return chart;
}

test('fails for the faults of all charts when an app is synthesized', () => {
  const app = Testing.app();
  chartWithFault(app, 'one');
  chartWithFault(app, 'two');
  expect(() => app.synth()).toThrow(/\[one\] fault of one\s+\[two\] fault of two/);
});

test('fails for the faults of a chart that is rendered alone', () => {
  const chart = chartWithFault(Testing.app(), 'one');
  expect(() => Testing.synth(chart)).toThrow('fault of one');
});

test('does not fail for another chart than the one that is rendered', () => {
  const app = Testing.app();
  const sound = new Chart(app, 'sound');
  checkLater(sound, () => []);
  chartWithFault(app, 'one');
  expect(Testing.synth(sound)).toEqual([]);
});

test('fails for all faults after the rendering of a chart has failed', () => {
  const app = Testing.app();
  const one = chartWithFault(app, 'one');
  chartWithFault(app, 'two');
  expect(() => Testing.synth(one)).toThrow('fault of one');
  expect(() => app.synth()).toThrow('fault of two');
});

test('asks each check twice, however many charts there are', () => {
  const app = Testing.app();
  const check = jest.fn(() => []);
  for (let index = 0; index < 10; index++) {
    checkLater(new Chart(app, `chart-${index}`), check);
  }
  app.synth();
  expect(check).toHaveBeenCalledTimes(20);
});
