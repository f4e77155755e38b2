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
  expect(messagesOf(rule, object('Other', 'a'.repeat(2_000_000)))).toEqual([]);
});
