import { onceIfFrozen } from '../../../src/core/values/frozen';

const sizes = () => {
  const compute = jest.fn((object: { [name: string]: string }) => Object.keys(object).length);
  return { compute, sizeOf: onceIfFrozen(compute) };
};

test('a frozen object is looked at once, and each by itself', () => {
  const { compute, sizeOf } = sizes();
  const [empty, one] = [Object.freeze({}), Object.freeze({ a: 'b' })];
  expect([empty, one, empty, one].map(sizeOf)).toEqual([0, 1, 0, 1]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test('an object that may change is looked at each time', () => {
  const { sizeOf } = sizes();
  const object: { [name: string]: string } = {};
  const before = sizeOf(object);
  object.a = 'b';
  expect([before, sizeOf(object)]).toEqual([0, 1]);
});
