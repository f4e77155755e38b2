import { migrationGoesOn as rule } from '../../../src/lint/rules/migration-goes-on';
import { messagesOf } from '../support/findings';

const pod = (script: string, option = '-c') => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { initContainers: [{ name: 'm', command: ['sh', option, script] }] } });
const LOOP = 'for f in /migrations/*.sql; do psql -f "$f"; done';

test('a loop without an end at a failure is found', () => {
  expect(messagesOf(rule, pod(LOOP))).toEqual(["spec.initContainers.0.command.2: the script of container 'm' continues after a SQL file has failed"]);
});

test.each(['ls /migrations/*.sql | sort | while read -r f; do psql -f "$f"; done', 'find /migrations -name "*.sql" -exec psql -f {} \\;'])('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toHaveLength(1);
  expect(messagesOf(rule, pod(script.replace('psql', 'cat')))).toEqual([]);
});

test.each([pod(`set -e\n${LOOP}`), pod(LOOP, '-ec'), pod(LOOP.replace('"$f"', '"$f" || exit 1')), pod('psql -f /migrations/all.sql'), pod('for f in /a/*.sql; do ls "$f"; done')])(
  '%s is left alone', (yaml) => {
    expect(messagesOf(rule, yaml)).toEqual([]);
  },
);
