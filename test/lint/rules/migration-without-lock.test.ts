import { migrationWithoutLock as rule } from '../../../src/lint/rules/migration-without-lock';
import { messagesOf } from '../support/findings';

const deployment = (command: string, replicas = 2, shell = ['sh', '-c']) => JSON.stringify({
  apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas, template: { spec: { initContainers: [{ name: 'm', command: [...shell, command] }] } } },
});

const STATEFUL = deployment('alembic upgrade head').replace('Deployment', 'StatefulSet');

test.each(['for f in /migrations/*.sql; do mariadb shop < "$f"; done', 'alembic upgrade head', 'goose postgres up'])('%s is found', (command) => {
  expect(messagesOf(rule, deployment(command))).toEqual([expect.stringMatching(/init container 'm' runs migrations by (mariadb|alembic|goose) in 2 replicas/)]);
});

test('one before the app is found', () => {
  const yaml = deployment('python manage.py migrate && exec gunicorn shop.wsgi').replace('initContainers', 'containers');
  expect(messagesOf(rule, yaml)).toEqual([expect.stringMatching(/: container 'm' runs migrations by manage.py in 2 replicas/)]);
});

test('pods of a StatefulSet that start at the same time are looked at', () => {
  expect(messagesOf(rule, STATEFUL.replace('"replicas"', '"podManagementPolicy":"Parallel","replicas"'))).toHaveLength(1);
});

test.each([
  ['pods that start one after the other', STATEFUL],
  ['a client beside the app', deployment('psql -f /reports/daily.sql').replace('initContainers', 'containers')],
  ['one replica', deployment('alembic upgrade head', 1)],
  ['a tool that locks', deployment('flyway migrate')],
  ['a lock', deployment('psql -c "SELECT pg_advisory_lock(1)" -f /migrations/1.sql')],
  ['a wait for the database', deployment('until psql -c "SELECT 1"; do sleep 1; done')],
  ['a script file, which may take a lock', deployment('/scripts/migrate.sh psql 001.sql', 2, ['sh'])],
  ['a script file that is run itself', deployment('/scripts/migrate.sh psql 001.sql', 2, [])],
  ['a Job', '{apiVersion: batch/v1, kind: Job, spec: {parallelism: 1, template: {spec: {initContainers: [{command: [alembic, upgrade, head]}]}}}}'],
])('%s is left alone', (_, yaml) => {
  expect(messagesOf(rule, yaml)).toEqual([]);
});
