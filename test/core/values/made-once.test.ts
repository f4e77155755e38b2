import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { MadeOnce } from '../../../src/core/values/made-once';
import { newChart } from '../../support/workloads';

/** Numbers what is made. */
function numbered(): (...input: unknown[]) => number {
  const made = new MadeOnce<{ number: number }>();
  let number = 0;
  return (...input) => made.of(input, () => ({ number: number++ })).number;
}

const data = fc.jsonValue().map((value) => ({ value }));

test('what is made of the same data is made once', () => {
  fc.assert(fc.property(data, (value) => {
    const numberOf = numbered();
    expect(numberOf(value)).toBe(numberOf(JSON.parse(JSON.stringify(value))));
  }));
});

test('no other data gives the same', () => {
  fc.assert(fc.property(data, data, (one, other) => {
    const numberOf = numbered();
    expect(numberOf(one) === numberOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
  }));
});

test.each<[string, unknown, unknown]>([
  ['a number from its text', 1, '1'],
  ['a list from an object', ['a'], { 0: 'a' }],
  ['nothing from a missing text', [undefined], ['undefined']],
  ['durations', Duration.seconds(1), Duration.seconds(2)],
  ['a duration from a size', Duration.seconds(1), Size.mebibytes(1)],
  ['units', Duration.seconds(1), Duration.minutes(1)],
  ['amounts of CPU', kplus.Cpu.millis(1), kplus.Cpu.millis(2)],
])('tells %s', (_, one, other) => {
  const numberOf = numbered();
  expect(numberOf(one)).not.toBe(numberOf(other));
  expect([numberOf(one), numberOf(other)]).toEqual([0, 1]);
});

test.each<[string, unknown]>([
  ['a construct', { secret: newChart() }],
  ['a function', { produce: () => 1 }],
  ['a Map', new Map()],
])('what is made of %s is made each time', (_, value) => {
  const numberOf = numbered();
  expect(numberOf(value)).not.toBe(numberOf(value));
});

test('data that has changed since is other data', () => {
  const numberOf = numbered();
  const options = { mappings: [{ name: 'a' }] };
  expect(numberOf(options)).toBe(0);
  options.mappings[0].name = 'b';
  expect(numberOf(options)).toBe(1);
});

test('the order of names is part of the data, as it is part of what is made', () => {
  const numberOf = numbered();
  expect([numberOf({ a: 1, b: 1 }), numberOf({ b: 1, a: 1 })]).toEqual([0, 1]);
});

test('what is asked for again and again stays, however many others there are', () => {
  const numberOf = numbered();
  const often = numberOf('often');
  for (let other = 0; other < 100; other++) {
    numberOf(other);
    expect(numberOf('often')).toBe(often);
  }
});

test('what was made cannot be changed', () => {
  expect(Object.isFrozen(new MadeOnce<{ file: string }>().of([], () => ({ file: 'text' })))).toBe(true);
});
