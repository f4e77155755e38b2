import { processPerLine as rule } from '../../../src/lint/rules/process-per-line';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });
const cut = (n: number) => `f${n}=$(echo "$l" | cut -d= -f${n})`;

test('three processes for each line are found', () => {
  expect(messagesOf(rule, pod(`while read -r l; do ${[1, 2, 3].map(cut).join('; ')}; done`))).toEqual([
    "spec.containers.0.command.2: the script of container 'a' starts 3 or more processes for each line",
  ]);
});

test.each([`while read -r l; do ${cut(1)}; done`, [1, 2, 3, 4].map(cut).join('\n'), 'tail -F /l | awk -F= "{ print $1 }"'])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
