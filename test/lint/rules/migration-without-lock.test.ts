import { migrationWithoutLock as rule } from '../../../src/lint/rules/migration-without-lock';
import { findingsOf, messagesOf } from '../support/findings';

const deployment = (command: string, replicas = 2, shell = ['sh', '-c']) => JSON.stringify({
  apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas, template: { spec: { initContainers: [{ name: 'm', command: [...shell, command] }] } } },
});

const STATEFUL = deployment('alembic upgrade head').replace('Deployment', 'StatefulSet');

test.each(['for f in /migrations/*.sql; do mariadb shop < "$f"; done', 'alembic upgrade head', 'goose postgres up'])('%s is found', (command) => {
  expect(messagesOf(rule, deployment(command))).toEqual([expect.stringMatching(/init container 'm' runs migrations by (mariadb|alembic|goose) in 2 replicas/)]);
});

test.each([
  ['python manage.py migrate', 'manage.py'], ['django-admin migrate', 'django-admin'], ['flask db upgrade', 'flask'], ['php artisan migrate', 'artisan'], ['bin/console doctrine:migrations:migrate', 'doctrine:migrations:migrate'],
  ['npx sequelize db:migrate', 'sequelize'], ['npx sequelize-cli db:migrate', 'sequelize-cli'], ['npx typeorm migration:run', 'typeorm'], ['dbmate up', 'dbmate'], ['dbmate --wait migrate', 'dbmate'],
  ['mysql shop < /m/1.sql', 'mysql'], ['sqlcmd -i /m/1.sql', 'sqlcmd'], ['mariadb shop -e "source /migrations/1"', 'mariadb'],
])('%s in an init container is found', (command, tool) => {
  expect(messagesOf(rule, deployment(command, 3))).toEqual([`spec.template.spec.initContainers.0.command: init container 'm' runs migrations by ${tool} in 3 replicas at the same time, and takes no lock`]);
});

test('the other place is the number of replicas', () => {
  expect(findingsOf([rule], deployment('alembic upgrade head'))[0].related.map(({ path }) => path)).toEqual([['spec', 'replicas']]);
  const hpa = (least: number): string => `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {minReplicas: ${least}, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}`;
  const scaled = (least: number, replicas: number) => findingsOf([rule], [deployment('alembic upgrade head', replicas).replace('"spec":{', '"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},'), hpa(least)]).map(({ related }) => related[0].path);
  expect(scaled(2, 1)).toEqual([['spec', 'minReplicas']]);
  expect(scaled(1, 1)).toEqual([]);
  expect(scaled(2, 2)).toEqual([['spec', 'replicas']]);
});

test.each(['GET_LOCK', 'sp_getapplock', 'pg_advisory_lock'])('a migration that takes a lock by %s is left alone', (lock) => {
  expect(messagesOf(rule, deployment(`psql -c "SELECT ${lock}(1)" -f /m/1.sql`))).toEqual([]);
});

test.each(['flock /shared/lock alembic upgrade head', 'php artisan migrate --isolated'])('%s is left alone', (command) => {
  expect(messagesOf(rule, deployment(command))).toEqual([]);
});

test.each(['bash', 'dash', 'ash'])('a script file that %s runs is left alone', (shell) => {
  expect(messagesOf(rule, deployment('/scripts/migrate.sh psql 001.sql', 2, [shell]))).toEqual([]);
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
