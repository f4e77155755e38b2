import { KubeObject } from '../../../src/lint/model/kube-object';
import { PodTemplates } from '../../../src/lint/model/pod-templates';

const field = (value: unknown, ...keys: (string | number)[]) => new KubeObject(value, new PodTemplates()).at(...keys);

test('a field knows its path, whether it is there or not', () => {
  expect(field({ a: [{ b: 1 }] }, 'a', 0, 'b').path).toEqual(['a', 0, 'b']);
  expect(field({}, 'a', 0, 'b').path).toEqual(['a', 0, 'b']);
  expect([field({}, 'a').exists, field({ a: null }, 'a').exists, field({ a: 0 }, 'a').exists]).toEqual([false, false, true]);
});

test('a value of another type counts as missing', () => {
  const five = field({ a: 5 }, 'a');
  expect([five.text, five.number, five.flag, five.scalar, five.items, five.fields]).toEqual([undefined, 5, undefined, '5', [], []]);
  const list = field({ a: ['x', 5] }, 'a');
  expect([list.text, list.scalar, list.texts, list.fields]).toEqual([undefined, undefined, ['x'], []]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'])('%s is a field only where the manifest has one', (name) => {
  expect(field({ a: {} }, 'a', name).exists).toBe(false);
  expect(field({ a: [] }, 'a', name).exists).toBe(false);
  expect(field(JSON.parse(`{"a": {"${name}": 1}}`), 'a', name).value).toBe(1);
});

test('lists are read by numbers and objects by names', () => {
  expect(field({ a: { 0: 'x' } }, 'a', 0).exists).toBe(false);
  expect(field({ a: ['x'] }, 'a', 1).exists).toBe(false);
});
