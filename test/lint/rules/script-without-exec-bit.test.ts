import { scriptWithoutExecBit as rule } from '../../../src/lint/rules/script-without-exec-bit';
import { messagesOf } from '../support/findings';

const pod = (command: string, configMap = '') => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, configMap: {name: c, ${configMap}}}],
  containers: [{name: a, command: ${command}, volumeMounts: [{name: v, mountPath: /s/}]}]}}`;

test('the default mode and a mode of one item are found', () => {
  expect(messagesOf(rule, pod('[/s/run.sh, -v]'))).toEqual([
    "spec.containers.0.command.0: command /s/run.sh of container 'a' is a file of mode 0644, which may not be executed",
  ]);
  expect(messagesOf(rule, pod('[/s/run.sh]', 'defaultMode: 511, items: [{key: run, path: run.sh, mode: 256}]'))).toHaveLength(1);
});

test.each(['{name: v, secret: {secretName: s}}', '{name: v, projected: {sources: [{configMap: {name: c, items: [{key: run, path: run.sh, mode: 420}]}}], defaultMode: 511}}'])('a file of the volume %s is found', (volume) => {
  expect(messagesOf(rule, pod('[/s/run.sh]').replace('{name: v, configMap: {name: c, }}', volume))).toHaveLength(1);
});

test.each(['args: ["/s/run.sh -v"]', 'args: ["date; /s/run.sh"]'])('a command of a script in %s is found', (args) => {
  expect(messagesOf(rule, pod(`[sh, -c], ${args}`))).toHaveLength(1);
});

test.each([
  ['a mode of four digits with the exec bit', pod('[/s/run.sh]', 'defaultMode: 1517')],
  ['a file beside the folder', pod('[/srun.sh]')],
  ['a file of another mode in a projected volume', pod('[/s/run.sh]').replace('configMap: {name: c, }', 'projected: {sources: [{configMap: {name: c, items: [{key: run, path: run.sh, mode: 493}]}}]}')],
  ['a mode with the exec bit', pod('[/s/run.sh]', 'defaultMode: 493')],
  ['a shell that reads it', pod('[sh, /s/run.sh]')],
  ['a program of the image', pod('[/usr/bin/run]')],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
