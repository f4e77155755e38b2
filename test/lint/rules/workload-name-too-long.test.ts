import { workloadNameTooLong as rule } from '../../../src/lint/rules/workload-name-too-long';
import { messagesOf } from '../support/findings';

const TEMPLATE = '{template: {spec: {containers: []}}}';

function named(kind: string, length: number): string {
  const [apiVersion, spec] = kind === 'CronJob' ? ['batch/v1', `{jobTemplate: {spec: ${TEMPLATE}}}`] : ['apps/v1', TEMPLATE];
  return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${'a'.repeat(length)}}, spec: ${spec}}`;
}

test('fails when a name leaves no room for what is added to it', () => {
  expect(messagesOf(rule, named('StatefulSet', 53))).toEqual([
    `metadata.name: name '${'a'.repeat(53)}' of the StatefulSet has 53 characters, and with more than 52 it gets no pods`,
  ]);
  expect(messagesOf(rule, named('CronJob', 60))).toHaveLength(1);
});

test('finds the one with a long name behind others that differ by name only', () => {
  expect(messagesOf(rule, [rule.instead, rule.example].join('---'))).toHaveLength(1);
});

test.each([['StatefulSet', 52], ['CronJob', 52], ['Deployment', 63]])('a %s of %i characters is left alone', (kind, length) => {
  expect(messagesOf(rule, named(kind, length))).toEqual([]);
});
