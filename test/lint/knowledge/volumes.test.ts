import { Rule } from '../../../src/lint/rule';
import { emptydirNeverWritten } from '../../../src/lint/rules/emptydir-never-written';
import { emptydirWithoutSizeLimit } from '../../../src/lint/rules/emptydir-without-size-limit';
import { logVolumeWithoutSizeLimit } from '../../../src/lint/rules/log-volume-without-size-limit';
import { readerMountsWritable } from '../../../src/lint/rules/reader-mounts-writable';
import { sidecarSharesNothing } from '../../../src/lint/rules/sidecar-shares-nothing';
import { usersDifferOnVolume } from '../../../src/lint/rules/users-differ-on-volume';
import { volumeOfOneContainer } from '../../../src/lint/rules/volume-of-one-container';
import { messagesOf } from '../support/findings';

const RULES: readonly Rule[] = [
  emptydirNeverWritten, emptydirWithoutSizeLimit, logVolumeWithoutSizeLimit, readerMountsWritable, usersDifferOnVolume, volumeOfOneContainer,
];

/** The example of a rule with another source in place of each emptyDir. */
const withSource = (rule: Rule, source: string): string => rule.example.replace(/emptyDir:(?: \{.*\}|\n(?: {8}.*\n)+)/g, source);

test.each(RULES)('$id takes a volume without a source for an emptyDir', (rule) => {
  expect(messagesOf(rule, rule.example)).not.toEqual([]);
  expect(messagesOf(rule, withSource(rule, ''))).toEqual(messagesOf(rule, rule.example));
  expect(messagesOf(rule, withSource(rule, 'configMap: null'))).toEqual(messagesOf(rule, rule.example));
});

test.each(RULES)('$id takes a volume with another source for none', (rule) => {
  expect(messagesOf(rule, withSource(rule, 'configMap: {name: web}'))).toEqual([]);
  expect(messagesOf(rule, withSource(rule, 'configMap: {name: web}\n      emptyDir: null'))).toEqual([]);
});

test('a volume without a source, which no other container mounts, shares nothing with the app', () => {
  const script = 'while true; do date; sleep 5; done';
  const yaml = (source: string): string => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, ${source}}], containers: [{name: app, image: app:1}, {name: side, image: busybox:1, command: [sh, -c, '${script}'], volumeMounts: [{name: v, mountPath: /v}]}]}}`;
  expect(messagesOf(sidecarSharesNothing, yaml(''))).toHaveLength(1);
  expect(messagesOf(sidecarSharesNothing, yaml('hostPath: {path: /var/log}'))).toEqual([]);
});
