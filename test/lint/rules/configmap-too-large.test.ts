import { configmapTooLarge as rule } from '../../../src/lint/rules/configmap-too-large';
import { messagesOf } from '../support/findings';

const object = (kind: string, data: string) => JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'c' }, data: { a: data } });

test('more than a mebibyte is found, counted in bytes', () => {
  expect(messagesOf(rule, object('ConfigMap', 'é'.repeat(700_000)))).toEqual(["data: ConfigMap 'c' holds 1400000 bytes, and at most 1048576 are allowed"]);
});

test('exactly a mebibyte is allowed', () => {
  expect(messagesOf(rule, object('ConfigMap', 'a'.repeat(1024 * 1024)))).toEqual([]);
  expect(messagesOf(rule, object('ConfigMap', 'a'.repeat(1024 * 1024 + 1)))).toHaveLength(1);
});

test('a Secret is encoded, and other objects may be as large as they are', () => {
  expect(messagesOf(rule, object('Secret', 'a'.repeat(1_300_000)))).toEqual([]);
  expect(messagesOf(rule, object('Secret', 'a'.repeat(1_500_000)))).toEqual(["data: Secret 'c' holds 1125000 bytes, and at most 1048576 are allowed"]);
  expect(messagesOf(rule, object('Other', `ConfigMap ${'a'.repeat(2_000_000)}`).replace('"name":"c"', '"name":"ConfigMap"'))).toEqual([]);
});

test.each([['ConfigMap', 'binaryData', 4 / 3], ['Secret', 'stringData', 1]])('the %s of a %s counts', (kind, field, characters) => {
  const yaml = (bytes: number): string => JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'c' }, [field]: { a: 'a'.repeat(bytes / 2 * characters), b: 'a'.repeat(bytes / 2 * characters), c: 1 } });
  expect(messagesOf(rule, yaml(1_200_000))).toEqual([`metadata: ${kind} 'c' holds 1200000 bytes, and at most 1048576 are allowed`]);
  expect(messagesOf(rule, yaml(900_000))).toEqual([]);
});
