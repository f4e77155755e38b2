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

test.each(['mysql', 'mariadb', 'sqlcmd', 'sqlite3'])('a loop that calls %s is found', (client) => {
  expect(messagesOf(rule, pod(LOOP.replace('psql', client)))).toHaveLength(1);
});

test.each([
  `${LOOP}; exit 0`, `${LOOP}; exit`, `echo set -e; ${LOOP}`, `set -x; ${LOOP}`, 'find /m -name "*.sql" | while read -r f; do psql -f "$f"; done', 'find /m -name "*.sql" -execdir mysql {} \\;', 'find /m -name "*.sql" -ok psql -f {} \\;',
].map((script) => script.replaceAll('\\\\', '\\')))('%s is found', (script) => {
  expect(messagesOf(rule, pod(script))).toHaveLength(1);
});

test.each([
  'find /m -name "*.sql" -exec psql -f {} +', 'find /m -name "*.txt" -exec psql -f {} \\;', 'while read -r f; do psql -f "$f"; done < /files; cat /all.sql', 'ls /all.sql; while read -r f; do psql -f "$f"; done < /files',
  'ls /m/*.sql | sort; for f in a b; do psql -c "$f"; done', 'for f in /m/*.sql; do psql -f "$f" && echo done; done', 'for f in /m/*.sql; do if psql -f "$f"; then echo done; fi; done',
  'for f in /m/*.sql; do psql -f "$f" || break; done', 'run() { for f in /m/*.sql; do psql -f "$f" || return; done; }; run', 'for f in /m/*.sql; do mypsql -f "$f"; psqlx; done', 'set -ue; for f in /m/*.sql; do psql -f "$f"; done',
])('%s is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});

test.each([['-ce', 0], ['-e', 0], ['-c', 1], ['-lc', 1]])('a shell called with %s: %i is found', (option, count) => {
  expect(messagesOf(rule, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { initContainers: [{ name: 'm', command: ['sh', ...option === '-e' ? ['-e', '-c'] : [option], LOOP] }] } }))).toHaveLength(count);
});

test('a file of a ConfigMap is found', () => {
  expect(messagesOf(rule, JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { '-e': 'x', 'run.sh': LOOP } }))).toHaveLength(1);
});

test.each([pod(`set -e\n${LOOP}`), pod(LOOP, '-ec'), pod(LOOP.replace('"$f"', '"$f" || exit 1')), pod('psql -f /migrations/all.sql'), pod('for f in /a/*.sql; do ls "$f"; done')])(
  '%s is left alone', (yaml) => {
    expect(messagesOf(rule, yaml)).toEqual([]);
  },
);
