import { writeNotAtomic as rule } from '../../../src/lint/rules/write-not-atomic';
import { messagesOf } from '../support/findings';

const pod = (writer: string, reader = 'while true; do cat /d/now; sleep 1; done', volume = 'v') => JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  spec: {
    containers: [
      { name: 'w', command: ['sh', '-c', writer], volumeMounts: [{ name: 'v', mountPath: '/d' }] },
      { name: 'r', command: ['sh', '-c', reader], volumeMounts: [{ name: volume, mountPath: '/d' }] },
    ],
  },
});

test('a file that is overwritten in a loop and read is found', () => {
  expect(messagesOf(rule, pod('while true; do date > /d/now; sleep 1; done'))).toEqual([
    "spec.containers.0.command.2: container 'w' overwrites /d/now, which 'r' may read half-written",
  ]);
});

test.each([
  ['a rename', pod('while true; do date > /d/n; mv /d/n /d/now; sleep 1; done')],
  ['appending', pod('while true; do date >> /d/now; sleep 1; done')],
  ['writing once', pod('date > /d/now')],
  ['a reader of another file', pod('while true; do date > /d/now; sleep 1; done', 'cat /d/other')],
  ['another volume', pod('while true; do date > /d/now; sleep 1; done', 'cat /d/now', 'x')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('tee overwrites too, unless it appends', () => {
  expect(messagesOf(rule, pod('while true; do date | tee /d/now; sleep 1; done'))).toHaveLength(1);
  expect(messagesOf(rule, pod('while true; do date | tee -a /d/now; sleep 1; done'))).toEqual([]);
});
