import { positionFileNotWritable as rule } from '../../../src/lint/rules/position-file-not-writable';
import { messagesOf } from '../support/findings';

const set = (config: string, mounts: string, image = 'fluent/fluent-bit:5.0.1') => [
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'a.conf': config } }),
  `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: c, configMap: {name: c}}, {name: l, emptyDir: {}}],
    containers: [{name: s, image: '${image}', volumeMounts: [{name: c, mountPath: /c}, ${mounts}]}]}}`,
];

test.each([
  ['[INPUT]\n  Name tail\n  DB /l/x.db', '{name: l, mountPath: /l, readOnly: true}', 'fluent/fluent-bit:5.0.1', '/l/x.db, which is mounted read-only'],
  ['<source>\n  pos_file /var/log/x.pos\n</source>', '{name: l, mountPath: /l}', 'fluent/fluentd:v1.16-1', '/var/log/x.pos, which is on no volume'],
  ['positions:\n  filename: /run/promtail/p.yaml', '', 'grafana/promtail:3.0.0', '/run/promtail/p.yaml, which is on no volume'],
])('%j is found', (config, mounts, image, message) => {
  expect(messagesOf(rule, set(config, mounts, image))).toEqual([expect.stringContaining(`log shipper 's' keeps its positions in ${message}`)]);
});

test.each([
  ['a folder that it may write to', set('DB /l/x.db', '{name: l, mountPath: /l}')],
  ['no position file', set('[INPUT]\n  Name tail', '')],
  ['another program', set('DB /l/x.db', '', 'acme/db:1')],
  ['a path that is not known', set('pos_file /${DIR}/x', '')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});

test('a position file in the arguments of Fluent Bit is looked at', () => {
  const [, yaml] = set('', '{name: l, mountPath: /l, readOnly: true}');
  const called = (args: string): string => yaml.replace('{name: s,', `{name: s, args: ${args},`);
  expect(messagesOf(rule, called('[-i, tail, -p, path=/l/*.log, -p, db=/l/x.db, -o, stdout]'))).toEqual([
    "spec.containers.0.volumeMounts.1.readOnly: log shipper 's' keeps its positions in /l/x.db, which is mounted read-only",
  ]);
  expect(messagesOf(rule, called('[-i, tail, -p, path=/l/*.log, -o, stdout]'))).toEqual([]);
});
